/* SPDX-License-Identifier: Apache-2.0 */
/* Walks the folders; whatever lies there and is not a file of the suite is a fault, not ignored. */

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/requirement.h"
#include "conformance/scoring/requirement_file.h"
#include "conformance/scoring/requirement_tables.h"

enum { PATH_LEN = 512 };

static const char slug_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
static const char profile_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

/* One folder of JSON files and what to do with each. */
struct walk {
	const char *folder;
	const char *prefix; /* of the key: "<property>/" or "" */
	const char *letters; /* of a name */
	json_t *into;        /* key to object */
	struct fault *ret_fault;
};

/* A path that is too long is cut and then not found, which is told. */
__attribute__((format(printf, 2, 3))) static void make_path(char room[PATH_LEN], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(room, PATH_LEN, format, args);
	va_end(args);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* "<name>.json" without its end; NULL if it is not such a name. */
static const char *stem_of(const struct walk *walk, const char *file, char room[PATH_LEN])
{
	size_t len = strspn(file, walk->letters);

	if (len == 0 || strcmp(file + len, ".json") != 0)
		return NULL;
	make_path(room, "%.*s", (int)len, file);
	return room;
}

static bool is_taken(json_t *into, const char *stem)
{
	const char *key;
	json_t *object;

	json_object_foreach(into, key, object) {
		const char *slash = strrchr(key, '/');

		if (strcmp(slash == NULL ? key : slash + 1, stem) == 0)
			return true;
	}
	return false;
}

static enum result read_one(const struct walk *walk, const char *file)
{
	char path[PATH_LEN], key[PATH_LEN], room[PATH_LEN];
	const char *stem = stem_of(walk, file, room);
	json_t *object = NULL;
	enum result result;

	make_path(path, "%s/%s", walk->folder, file);
	if (stem == NULL)
		return fault_say(walk->ret_fault, path, "(file name)", file,
				 "only <name>.json belongs here, in lower-case letters and digits");
	if (is_taken(walk->into, stem))
		return fault_say(walk->ret_fault, path, "(file name)", stem,
				 "another folder has one of this name: choose a name of its own");
	result = field_file_read(path, &object, walk->ret_fault);
	if (result != RESULT_OK)
		return result;
	make_path(key, "%s%s", walk->prefix, stem);
	json_object_set_new(walk->into, key, object);
	return RESULT_OK;
}

static enum result read_folder(const struct walk *walk)
{
	struct dirent **entries = NULL;
	int count = scandir(walk->folder, &entries, is_visible, compare_names);
	enum result result = RESULT_OK;

	if (count < 0)
		return fault_say(walk->ret_fault, walk->folder, "(folder)", "not readable",
				 "make it, or start from the root of the repository");
	for (int i = 0; i < count; i++) {
		if (result == RESULT_OK)
			result = read_one(walk, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return result;
}

static bool is_property(const char *name)
{
	for (unsigned int p = 0; p < PROPERTY_COUNT; p++)
		if (strcmp(name, property_name((enum property)p)) == 0)
			return true;
	return false;
}

static enum result read_property(const char *root, const char *name, json_t *into, struct fault *ret_fault)
{
	char folder[PATH_LEN], prefix[PATH_LEN];
	const struct walk walk = { .folder = folder, .prefix = prefix, .letters = slug_letters, .into = into, .ret_fault = ret_fault };

	make_path(folder, "%s/%s", root, name);
	make_path(prefix, "%s/", name);
	if (!is_property(name))
		return fault_say(ret_fault, folder, "(folder name)", name, "a folder is named after one of the seven properties");
	return read_folder(&walk);
}

static enum result read_requirements(const char *folder, json_t *into, struct fault *ret_fault)
{
	char root[PATH_LEN];
	struct dirent **entries = NULL;
	enum result result = RESULT_OK;
	int count;

	make_path(root, "%s/requirements", folder);
	count = scandir(root, &entries, is_visible, compare_names);
	if (count < 0)
		return fault_say(ret_fault, root, "(folder)", "not readable", "start from the root of the repository");
	for (int i = 0; i < count; i++) {
		if (result == RESULT_OK)
			result = read_property(root, entries[i]->d_name, into, ret_fault);
		free(entries[i]);
	}
	free(entries);
	return result;
}

static enum result hold_requirements(const char *folder, json_t *requirements, struct fault *ret_fault)
{
	enum result result = RESULT_OK;
	const char *slug;
	json_t *requirement;

	if (json_object_size(requirements) == 0)
		return fault_say(ret_fault, folder, "requirements", "empty", "a suite demands something");
	json_object_foreach(requirements, slug, requirement) {
		char path[PATH_LEN];

		make_path(path, "%s/requirements/%s.json", folder, slug);
		if (result == RESULT_OK)
			result = requirement_file_holds(path, requirement, ret_fault);
	}
	return result;
}

static enum result hold_profile(const char *path, json_t *profile, const struct profile_choice *choice,
				struct fault *ret_fault)
{
	json_t *slugs = NULL;
	enum result result = profile_file_holds(path, profile, choice, &slugs, ret_fault);

	if (result == RESULT_OK)
		result = profile_is_measurable(path, slugs, choice->requirements, ret_fault);
	if (result == RESULT_OK)
		json_object_set(profile, "slugs", slugs);
	json_decref(slugs);
	return result;
}

static enum result hold_profiles(const char *folder, struct requirement_tables *tables, const json_t *methods,
				 struct fault *ret_fault)
{
	const struct profile_choice choice = { tables->requirements, methods };
	enum result result = RESULT_OK;
	const char *name;
	json_t *profile;

	if (json_object_size(tables->profiles) == 0)
		return fault_say(ret_fault, folder, "profiles", "empty", "a device is judged by a profile");
	json_object_foreach(tables->profiles, name, profile) {
		char path[PATH_LEN];

		make_path(path, "%s/profiles/%s.json", folder, name);
		if (result == RESULT_OK)
			result = hold_profile(path, profile, &choice, ret_fault);
	}
	return result;
}

static enum result read_all(const char *folder, struct requirement_tables *tables, struct fault *ret_fault)
{
	char profiles[PATH_LEN], protocol_path[PATH_LEN];
	const struct walk walk = {
		.folder = profiles, .prefix = "", .letters = profile_letters, .into = tables->profiles, .ret_fault = ret_fault
	};
	json_t *protocol = NULL;
	enum result result;

	make_path(profiles, "%s/profiles", folder);
	make_path(protocol_path, "%s/protocol.json", folder);
	result = read_requirements(folder, tables->requirements, ret_fault);
	if (result == RESULT_OK)
		result = hold_requirements(folder, tables->requirements, ret_fault);
	if (result == RESULT_OK)
		result = read_folder(&walk);
	if (result == RESULT_OK)
		result = field_file_read(protocol_path, &protocol, ret_fault);
	if (result == RESULT_OK)
		result = hold_profiles(folder, tables, json_object_get(protocol, "methods"), ret_fault);
	json_decref(protocol);
	return result;
}

enum result requirement_tables_read(const char *folder, struct requirement_tables *ret_tables,
				    struct fault *ret_fault)
{
	struct requirement_tables tables = { json_object(), json_object() };
	enum result result = read_all(folder, &tables, ret_fault);

	if (result == RESULT_OK)
		*ret_tables = tables;
	else
		requirement_tables_release(&tables);
	return result;
}

void requirement_tables_release(struct requirement_tables *tables)
{
	json_decref(tables->requirements);
	json_decref(tables->profiles);
	*tables = (struct requirement_tables){ NULL, NULL };
}
