/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/index_read.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/mem.h"
#include "doc/format.h"
#include "store/dating.h"
#include "text/decode.h"
#include "text/fold.h"

enum {
	HEAD = 4096,                 /* bytes of a file that tell whether it is text */
	AHEAD = 128,                 /* files at most that wait for being taken: what is read while
				      * a batch is written */
	THREADS = GUARD_READERS - 1, /* more would wait for the one that writes */
	FEW = 8,                     /* files that are not worth a thread */
	BYTES = 32 << 20,            /* of the files being read ahead; a larger one is read alone */
};

struct slot {
	bool done;
	struct index_read read;
};

struct index_reader {
	const struct index_job *jobs;
	size_t n;
	int flags;
	struct guard *guard;
	pthread_t threads[THREADS];
	size_t n_threads;
	pthread_mutex_t mutex; /* for all below */
	pthread_cond_t done, room;
	size_t started; /* threads */
	size_t next;    /* to be read */
	size_t taken;   /* by the caller */
	uint64_t bytes; /* of the files from taken to next */
	bool stop;
	struct slot slots[AHEAD];
};

void index_read_release(struct index_read *r)
{
	doc_free(r->doc);
	err_release(&r->err);
	vec_release(&r->grams.v);
	mentions_release(&r->mentions);
	vec_release(&r->keys.v);
	*r = (struct index_read){0};
}

/* ---- one file */

/*
 * In a folder there may be anything, and what is no text is passed over; what the user named is
 * an article or a mistake to be told.
 */
static int check_bytes(const struct index_job *job, struct str bytes, struct err *err)
{
	if (bytes.n && !decode_is_binary(bytes))
		return 0;
	if (!job->root->is_file)
		return -1;
	if (!bytes.n)
		return err_set(err, ERR_KIND, _("%s: The file is empty."), job->root->path);
	return err_set(err, ERR_KIND, _("%s: This is no text but a binary file."), job->root->path);
}

/* A look at the beginning first: what lies in a folder may be a film. */
static int read_bytes(const struct index_job *job, const char *path, struct buf *bytes,
		      struct index_read *out)
{
	size_t root = job->root->is_file ? 0 : strlen(job->root->path);
	int result = 0;

	if (job->stamp.size > HEAD) {
		result = fs_read_head(path, root, HEAD, bytes, &out->err);
		if (result == 0)
			result = check_bytes(job, buf_str(bytes), &out->err);
		buf_clear(bytes);
	}
	if (result == 0)
		result = fs_read_below(path, root, FORMAT_INPUT_LIMIT, bytes, &out->stamp,
				       &out->err);
	if (result == 0)
		result = check_bytes(job, buf_str(bytes), &out->err);
	return result;
}

/* The date of the article, and with mentions all that is said of time. */
static void read_dates(const struct doc *doc, bool mentions, struct tag_rules *rules,
		       struct index_read *out)
{
	struct tag_mention evidence;
	struct article article = {.date = doc->meta.date, .language = doc->meta.language};

	article.date_source = doc->meta.date_source;
	if (article.date.precision == CIVIL_NONE &&
	    dating_infer(doc, article.language, rules, &article.date, &evidence))
		article.date_source = DOC_DATE_INFERRED;
	out->date = article.date;
	out->date_source = article.date_source;
	if (mentions)
		dating_pack(&out->mentions, &out->keys, &article, doc, &evidence, rules);
}

static void parse(const struct index_job *job, int flags, struct tag_rules *rules, struct str bytes,
		  struct index_read *out)
{
	struct format_options options = {.charset = job->charset, .raw = flags & INDEX_RAW};
	const char *name = *job->name ? job->name : job->root->path;
	struct doc *doc = out->doc = format_parse(bytes, name, &options);

	out->hash = state_hash(bytes);
	read_dates(doc, flags & INDEX_KEPT, rules, out);
	out->reading_seconds = doc_reading_seconds(doc, 0);
	if (!(flags & INDEX_KEPT) || doc_text(doc).n > INDEX_PIECE)
		return;
	struct buf key = {0};

	fold_key(&key, doc_text(doc), FOLD_ALL);
	gram_list_add(&out->grams, buf_str(&key), 0);
	buf_release(&key);
}

static int read_file(const struct index_job *job, struct buf *bytes, struct index_read *out)
{
	struct buf path = {0};

	*out = (struct index_read){.stamp = job->stamp};
	if (*job->name)
		fs_join(&path, job->root->path, job->name);
	else
		buf_adds(&path, job->root->path);
	int result = read_bytes(job, buf_cstr(&path), bytes, out);

	buf_release(&path);
	return result;
}

void index_read_one(const struct index_job *job, int flags, struct tag_rules *rules,
		    struct index_read *out)
{
	struct buf bytes = {0};

	if (read_file(job, &bytes, out) == 0)
		parse(job, flags, rules, buf_str(&bytes), out);
	buf_release(&bytes);
}

void index_read_unparsed(const struct index_job *job, const char *note, struct index_read *out)
{
	struct buf bytes = {0};

	if (read_file(job, &bytes, out) == 0) {
		out->hash = state_hash(buf_str(&bytes));
		out->doc = doc_new();
		out->note = note;
	}
	buf_release(&bytes);
}

/* ---- many */

static bool may_read(const struct index_reader *r)
{
	if (r->next == r->n)
		return false;
	return r->next == r->taken ||
	       (r->next - r->taken < AHEAD && r->bytes + r->jobs[r->next].stamp.size <= BYTES);
}

static void *work(void *arg)
{
	struct index_reader *r = arg;
	struct tag_rules *rules = tag_rules_new();

	pthread_mutex_lock(&r->mutex);
	size_t number = ++r->started;

	for (;;) {
		while (!r->stop && r->next < r->n && !may_read(r))
			pthread_cond_wait(&r->room, &r->mutex);
		if (r->stop || r->next == r->n)
			break;
		size_t i = r->next++;
		const struct index_job *job = &r->jobs[i];

		r->bytes += job->stamp.size;
		pthread_mutex_unlock(&r->mutex);
		guard_enter(r->guard, number, job->root->path, job->name);
		index_read_one(job, r->flags, rules, &r->slots[i % AHEAD].read);
		guard_leave(r->guard, number);
		pthread_mutex_lock(&r->mutex);
		r->slots[i % AHEAD].done = true;
		pthread_cond_signal(&r->done);
	}
	pthread_mutex_unlock(&r->mutex);
	tag_rules_free(rules);
	return NULL;
}

struct index_reader *index_reader_new(const struct index_job *jobs, size_t n, int flags,
				      struct guard *guard)
{
	struct index_reader *r = xcalloc(1, sizeof *r);
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	r->jobs = jobs;
	r->n = n;
	r->flags = flags;
	r->guard = guard;
	if (n <= FEW)
		return r;
	pthread_mutex_init(&r->mutex, NULL);
	pthread_cond_init(&r->done, NULL);
	pthread_cond_init(&r->room, NULL);
	while (r->n_threads < THREADS && (long)r->n_threads < processors &&
	       pthread_create(&r->threads[r->n_threads], NULL, work, r) == 0)
		r->n_threads++;
	return r;
}

void index_reader_next(struct index_reader *r, struct index_read *out)
{
	struct slot *slot = &r->slots[r->taken % AHEAD];

	if (!r->n_threads) {
		index_read_one(&r->jobs[r->taken++], r->flags, NULL, out);
		return;
	}
	pthread_mutex_lock(&r->mutex);
	while (!slot->done)
		pthread_cond_wait(&r->done, &r->mutex);
	*out = slot->read;
	*slot = (struct slot){0};
	r->bytes -= r->jobs[r->taken++].stamp.size;
	pthread_cond_broadcast(&r->room);
	pthread_mutex_unlock(&r->mutex);
}

void index_reader_free(struct index_reader *r)
{
	if (r->n_threads) {
		pthread_mutex_lock(&r->mutex);
		r->stop = true;
		pthread_cond_broadcast(&r->room);
		pthread_mutex_unlock(&r->mutex);
	}
	for (size_t i = 0; i < r->n_threads; i++)
		pthread_join(r->threads[i], NULL);
	for (size_t i = 0; i < AHEAD; i++)
		index_read_release(&r->slots[i].read);
	free(r);
}
