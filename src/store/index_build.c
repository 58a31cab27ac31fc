/* SPDX-License-Identifier: ISC
 *
 * Bringing an index up to date: the walk over the roots finds what has to be read, then it is
 * read in batches.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/confine.h"
#include "base/intl.h"
#include "base/mem.h"
#include "store/ignore.h"
#include "store/index_read.h"
#include "store/sketches.h"
#include "store/timeline_runs.h"
#include "text/draw.h"
#include "text/fold.h"
#include "text/utf8.h"

enum {
	BATCH_MS = 1000,           /* what a kill may cost */
	BATCH_POSTINGS = 32 << 20, /* bytes of memory */
	BATCH_KEYS = 1 << 18,      /* of the timeline */
	KEPT_TEXT = 8 << 20,       /* bytes; longer ones are read from their files */
	/*
	 * What an article may take of the processor, when somebody watches: ten times what the
	 * costliest known ones do, for slower machines.
	 */
	CPU_SECONDS = 20,
	CPU_BYTES = 1 << 19, /* that are worth a further second */
	OVERLAP = 64,        /* bytes of a text that are in two pieces */
};

struct build {
	struct index *ix;
	const struct index_refresh *options;
	VEC(struct index_job) jobs;
	struct docset seen; /* keys */
	struct buf folders; /* of the present root */
	struct ignore ignore;
	struct index_root *root;
	struct postings postings;
	struct sketches sketches;
	struct timeline_keys keys;
	int64_t next_doc;
	size_t ordered; /* articles the order held when it was made last */
	struct library_progress progress;
	int64_t begun;       /* the batch: monotonic ms, or 0 for none */
	bool changed, dirty; /* dirty: since the order was made */
	bool stopped;
	bool blind; /* something failed to be looked at: what is not seen may be there */
	int rc;
	VEC(struct err) troubles; /* until it is known who has to tell them */
	struct buf path, key;     /* kept for their memory */
};

static void tell(struct build *b, const struct err *err)
{
	struct err kept = {0};

	if (!b->options->trouble)
		return;
	if (!b->options->unread) {
		b->options->trouble(b->options->ctx, err);
		return;
	}
	err_set(&kept, err->code, "%s", err_text(err));
	vec_push(&b->troubles, kept);
}

/* Tells, or forgets, what was kept. */
static void tell_kept(struct build *b, bool tells)
{
	for (size_t i = 0; i < b->troubles.n; i++) {
		if (tells)
			b->options->trouble(b->options->ctx, &b->troubles.p[i]);
		err_release(&b->troubles.p[i]);
	}
	vec_release(&b->troubles);
}

/* Nothing once something has failed: SQLite may have ended the transaction on its own then. */
static void run(struct build *b, sqlite3_stmt *q)
{
	if (b->rc == SQLITE_OK)
		b->rc = db_run(&b->ix->db, q);
	else
		db_done(q, b->rc);
}

/* rc: what the last step gave, SQLITE_DONE when all is well. */
static void end_query(struct build *b, sqlite3_stmt *q, int rc)
{
	db_done(q, SQLITE_OK);
	if (b->rc == SQLITE_OK && rc != SQLITE_DONE)
		b->rc = rc;
}

/* ---- what has to be read */

static const char *chosen(const struct library_charsets *charsets, const char *absolute)
{
	for (size_t i = 0; i < charsets->v.n; i++)
		if (strcmp(charsets->v.p[i].path, absolute) == 0)
			return charsets->v.p[i].charset;
	return NULL;
}

/* The path of a file below the root; of the root itself when name is "". */
static const char *path_of(struct build *b, const char *root, const char *name)
{
	if (*name)
		fs_join(&b->path, root, name);
	else {
		buf_clear(&b->path);
		buf_adds(&b->path, root);
	}
	return buf_cstr(&b->path);
}

/*
 * Is it in the index as it is? One statement of a few columns, as this is asked for every file at
 * every rescan.
 */
static bool is_known(struct build *b, const char *name, const struct fs_stamp *stamp,
		     const char *charset)
{
	sqlite3_stmt *q = db_prepare(&b->ix->db, "SELECT key, inode, size, mtime, charset"
						 " FROM article WHERE root = ?1 AND name = ?2");

	db_bind_int(q, 1, b->root->id);
	db_bind_blob(q, 2, str_of(name));
	struct fs_stamp known;
	bool same = false;
	int rc = db_step(&b->ix->db, q);

	if (rc == SQLITE_ROW) {
		docset_add(&b->seen, (uint32_t)sqlite3_column_int64(q, 0));
		known = index_stamp(q, 1);
		same = fs_same_version(&known, stamp) &&
		       str_eq(db_column(q, 4), str_of(charset ? charset : ""));
		rc = SQLITE_DONE;
	}
	end_query(b, q, rc);
	return same;
}

static void look_at(struct build *b, const char *name, const struct fs_stamp *stamp)
{
	const char *charset = NULL;

	if (b->options->charsets && b->options->charsets->v.n)
		charset = chosen(b->options->charsets, path_of(b, b->root->absolute, name));
	if (is_known(b, name, stamp, charset))
		return;
	vec_push(&b->jobs, (struct index_job){b->root, xstrdup(name), *stamp, charset});
	b->progress.total_bytes += stamp->size;
}

/*
 * Text that lies beside articles but is none: the parts of saved pages, data, settings. Any other
 * suffix, or none, says nothing, and the content decides.
 */
static bool is_companion(const char *name)
{
	static const char *const suffixes[] = {
		".css",  ".js",  ".mjs",  ".map", ".json", ".svg",  ".xsl", ".csv", ".tsv",
		".yaml", ".yml", ".toml", ".ini", ".log",  ".lock", ".bib", ".srt", ".vtt",
	};
	const char *suffix = strrchr(name, '.');

	if (!suffix || suffix == name)
		return false;
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (str_eq_nocase(str_of(suffix), str_of(suffixes[i])))
			return true;
	return false;
}

static int walked_file(void *ctx, const struct fs_entry *entry)
{
	if (!is_companion(entry->relative))
		look_at(ctx, entry->relative, &entry->stamp);
	return 0;
}

static int walked_folder(void *ctx, const struct fs_entry *entry)
{
	struct build *b = ctx;
	struct err err = {0};

	if (ignore_read(&b->ignore, entry->path, entry->relative, &err) < 0)
		tell(b, &err);
	err_release(&err);
	buf_add(&b->folders, entry->relative, strlen(entry->relative) + 1);
	buf_add(&b->folders, &entry->stamp.mtime_ns, sizeof entry->stamp.mtime_ns);
	/* Between the folders of a walk, which may be long, it can be stopped. */
	b->stopped = b->options->progress && b->options->progress(b->options->ctx, &b->progress);
	return b->stopped;
}

static bool is_ignored(void *ctx, const char *relative, bool folder)
{
	const struct build *b = ctx;

	return ignore_has(&b->ignore, relative, folder);
}

static int trouble_below(void *ctx, const struct err *err)
{
	struct build *b = ctx;

	b->blind |= err->code == ERR_IO;
	tell(b, err);
	return 0;
}

static void drop_text(struct build *b, uint32_t doc)
{
	sqlite3_stmt *q = db_prepare(&b->ix->db, "DELETE FROM text WHERE doc = ?1");

	db_bind_int(q, 1, doc);
	run(b, q);
	if (!index_is_kept(b->ix))
		return;
	q = db_prepare(&b->ix->db, "DELETE FROM mention WHERE part >= ?1 AND part < ?2");
	db_bind_int(q, 1, (int64_t)doc * MENTIONS_PARTS);
	db_bind_int(q, 2, ((int64_t)doc + 1) * MENTIONS_PARTS);
	run(b, q);
}

static void forget(struct build *b, const struct index_article *article)
{
	sqlite3_stmt *q = db_prepare(&b->ix->db, "DELETE FROM article WHERE key = ?1");

	drop_text(b, article->doc);
	db_bind_int(q, 1, article->key);
	run(b, q);
	b->changed |= article->doc != 0;
	b->dirty = true;
}

/* The articles of the root whose files the walk did not come upon. Their index has the keys. */
static void forget_unseen(struct build *b)
{
	sqlite3_stmt *q = db_prepare(&b->ix->db, "SELECT key FROM article WHERE root = ?1");
	struct index_article article;
	VEC(uint32_t) gone = {0};

	int rc;

	db_bind_int(q, 1, b->root->id);
	while ((rc = db_step(&b->ix->db, q)) == SQLITE_ROW) {
		uint32_t key = (uint32_t)sqlite3_column_int64(q, 0);

		if (!docset_has(&b->seen, key))
			vec_push(&gone, key);
	}
	end_query(b, q, rc);
	for (size_t i = 0; i < gone.n; i++)
		if (index_article(b->ix, gone.p[i], &article))
			forget(b, &article);
	vec_release(&gone);
}

/* ---- writing */

/* Titles and texts may be found by the grams of their folds. */
static void add_grams(struct build *b, uint32_t doc, struct str text, uint64_t flag)
{
	for (size_t at = 0; at < text.n;) {
		struct gram_list grams = {0};
		size_t end =
			at + INDEX_PIECE < text.n ? utf8_floor(text, at + INDEX_PIECE) : text.n;

		buf_clear(&b->key);
		fold_key(&b->key, str_sub(text, at, end), FOLD_ALL);
		gram_list_add(&grams, buf_str(&b->key), flag);
		postings_add(&b->postings, doc, grams.v.p, grams.v.n);
		vec_release(&grams.v);
		if (end == text.n)
			break;
		/* What stands across the seam is in both pieces. */
		at = utf8_floor(text, end - OVERLAP);
	}
}

static void bind_folded(struct build *b, sqlite3_stmt *q, int index, struct str text)
{
	buf_clear(&b->key);
	fold_key(&b->key, text, FOLD_ALL);
	db_bind_blob(q, index, buf_str(&b->key));
}

static void bind_meta(struct build *b, sqlite3_stmt *q, struct str title,
		      const struct index_read *read)
{
	const struct doc_meta *meta = &read->doc->meta;
	int64_t seconds = civil_seconds(&read->date);
	struct buf tags = {0};

	for (size_t i = 0; i < meta->tags.n; i++) {
		buf_addstr(&tags, meta->tags.p[i]);
		buf_addc(&tags, '\0');
	}
	db_bind_text(q, 11, title);
	db_bind_text(q, 12, meta->author);
	db_bind_text(q, 13, meta->language);
	db_bind_blob(q, 14, buf_str(&tags));
	if (seconds != INT64_MIN)
		db_bind_int(q, 15, seconds);
	db_bind_blob(q, 16, (struct str){(const char *)&read->date, sizeof read->date});
	db_bind_int(q, 17, read->date_source);
	db_bind_int(q, 18, read->reading_seconds);
	db_bind_int(q, 19, (int64_t)doc_text(read->doc).n);
	bind_folded(b, q, 20, title);
	bind_folded(b, q, 21, meta->author);
	buf_release(&tags);
}

/* number 0 for what is no article. */
static void put_article(struct build *b, const struct index_job *job, const struct index_read *read,
			struct str title, int64_t number)
{
	sqlite3_stmt *q = db_prepare(
		&b->ix->db,
		"INSERT INTO article(root, name, device, inode, size, mtime, hash_low, hash_high,"
		" charset, doc, title, author, language, tags, seconds, date, date_source,"
		" reading_seconds, text_size, title_key, author_key, note)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"
		" ?17, ?18, ?19, ?20, ?21, ?22)"
		" ON CONFLICT(root, name) DO UPDATE SET device = excluded.device,"
		" inode = excluded.inode, size = excluded.size, mtime = excluded.mtime,"
		" hash_low = excluded.hash_low, hash_high = excluded.hash_high,"
		" charset = excluded.charset, doc = excluded.doc, title = excluded.title,"
		" author = excluded.author, language = excluded.language, tags = excluded.tags,"
		" seconds = excluded.seconds, date = excluded.date,"
		" date_source = excluded.date_source, reading_seconds = excluded.reading_seconds,"
		" text_size = excluded.text_size, title_key = excluded.title_key,"
		" author_key = excluded.author_key, note = excluded.note");

	db_bind_int(q, 1, job->root->id);
	db_bind_blob(q, 2, str_of(job->name));
	db_bind_int(q, 3, (int64_t)read->stamp.device);
	db_bind_int(q, 4, (int64_t)read->stamp.inode);
	db_bind_int(q, 5, (int64_t)read->stamp.size);
	db_bind_int(q, 6, read->stamp.mtime_ns);
	db_bind_int(q, 7, (int64_t)read->hash.low);
	db_bind_int(q, 8, (int64_t)read->hash.high);
	if (job->charset)
		db_bind_text(q, 9, str_of(job->charset));
	db_bind_int(q, 10, number);
	if (read->note)
		db_bind_text(q, 22, str_of(read->note));
	if (number)
		bind_meta(b, q, title, read);
	run(b, q);
}

static void put_text(struct build *b, int64_t number, struct str text)
{
	sqlite3_stmt *q = db_prepare(&b->ix->db, "INSERT INTO text(doc, text) VALUES (?1, ?2)");

	if (text.n > KEPT_TEXT)
		return;
	db_bind_int(q, 1, number);
	db_bind_blob(q, 2, text);
	run(b, q);
}

static void put_mentions(struct build *b, int64_t number, const struct index_read *read)
{
	for (size_t i = 0; i < mentions_parts(&read->mentions); i++) {
		sqlite3_stmt *q = db_prepare(&b->ix->db, "INSERT INTO mention VALUES (?1, ?2)");

		db_bind_int(q, 1, number * MENTIONS_PARTS + (int64_t)i);
		db_bind_blob(q, 2, mentions_part(&read->mentions, i));
		run(b, q);
	}
	for (size_t i = 0; i < read->keys.v.n; i++) {
		vec_push(&b->keys.v, read->keys.v.p[i]);
		b->keys.v.p[b->keys.v.n - 1].article = (uint32_t)number;
	}
}

static void put_read(struct build *b, const struct index_job *job, const struct index_read *read)
{
	struct str title = read->doc->meta.title, text = doc_text(read->doc);
	struct buf name = {0};
	int64_t number = b->next_doc++;

	/* Names are any bytes, but a title is text like others: searched, laid out, painted. */
	if (!title.n) {
		draw_add_text(&name, str_of(fs_base(*job->name ? job->name : job->root->path)));
		title = buf_str(&name);
	}
	put_article(b, job, read, title, number);
	put_text(b, number, text);
	put_mentions(b, number, read);
	/* In memory texts are gone through one by one: there are few. */
	if (index_is_kept(b->ix)) {
		add_grams(b, (uint32_t)number, title, GRAM_TITLE);
		sketches_add(&b->sketches, (uint32_t)number, title);
		if (text.n <= INDEX_PIECE)
			postings_add(&b->postings, (uint32_t)number, read->grams.v.p,
				     read->grams.v.n);
		else
			add_grams(b, (uint32_t)number, text, 0);
	}
	buf_release(&name);
}

static void take(struct build *b, const struct index_job *job, const struct index_read *read)
{
	struct index_article known;
	bool was = index_article_named(b->ix, job->root->id, str_of(job->name), &known);
	bool vanished = read->err.code == ERR_NOT_FOUND && !job->root->is_file;

	/* What lay in a folder and is gone by now is no more missed than what went before. */
	if (read->err.code && !vanished)
		tell(b, &read->err);
	if (was && known.doc)
		drop_text(b, known.doc);
	if (read->doc)
		put_read(b, job, read);
	else if (!read->err.code || job->root->is_file)
		put_article(b, job, read, (struct str){0}, 0);
	else if (was)
		forget(b, &known);
}

/* ---- batches */

static void put_order(struct build *b, struct index_root *root)
{
	sqlite3_stmt *q = db_prepare(
		&b->ix->db, "SELECT key, doc, seconds FROM article WHERE root = ?1 AND doc > 0"
			    " ORDER BY seconds IS NULL, seconds DESC, name");
	sqlite3_stmt *put =
		db_prepare(&b->ix->db, "UPDATE root SET by_date = ?2, listed = ?3 WHERE id = ?1");
	struct index_entries entries = {0};
	int rc;

	db_bind_int(q, 1, root->id);
	while ((rc = db_step(&b->ix->db, q)) == SQLITE_ROW) {
		struct index_entry entry = {
			.key = (uint32_t)sqlite3_column_int64(q, 0),
			.doc = (uint32_t)sqlite3_column_int64(q, 1),
			.seconds = sqlite3_column_type(q, 2) == SQLITE_NULL
					   ? INT64_MIN
					   : sqlite3_column_int64(q, 2),
		};

		vec_push(&entries.v, entry);
	}
	end_query(b, q, rc);
	db_bind_int(put, 1, root->id);
	db_bind_blob(put, 2,
		     (struct str){(const char *)entries.v.p, entries.v.n * sizeof *entries.v.p});
	db_bind_int(put, 3, (int64_t)entries.v.n);
	run(b, put);
	root->listed = entries.v.n;
	vec_release(&entries.v);
}

static void put_orders(struct build *b)
{
	b->ordered = 0;
	for (size_t i = 0; i < b->options->n_roots; i++) {
		struct index_root *root = &b->options->roots[i];

		if (root->id)
			put_order(b, root);
		b->ordered += root->listed;
	}
	b->dirty = false;
}

static void begin_batch(struct build *b)
{
	if (b->begun)
		return;
	b->begun = clock_monotonic_ms();
	b->rc = db_begin(&b->ix->db);
}

/* What was gathered of grams, titles and dates. more: it is not the last batch. */
static int put_gathered(struct build *b, bool more)
{
	int rc = postings_write(&b->postings, &b->ix->db);

	if (rc == SQLITE_OK)
		rc = postings_join(&b->ix->db, more);
	if (rc == SQLITE_OK)
		rc = sketches_write(&b->sketches, &b->ix->db);
	if (rc == SQLITE_OK)
		rc = timeline_runs_write(&b->keys, &b->ix->db);
	if (rc == SQLITE_OK)
		rc = timeline_runs_join(&b->ix->db, more);
	return rc;
}

static void end_batch(struct build *b, bool last)
{
	if (!b->begun)
		return;
	if (b->rc == SQLITE_OK && b->changed && index_is_kept(b->ix))
		b->rc = put_gathered(b, !last || b->stopped);
	/* While much is new the order is made anew only when there is a quarter more of it. */
	if (b->dirty && (last || b->progress.done > b->ordered + b->ordered / 4))
		put_orders(b);
	index_rest(b->ix);
	b->rc = db_end(&b->ix->db, b->rc);
	b->begun = 0;
}

static void report(struct build *b)
{
	if (b->options->progress && b->options->progress(b->options->ctx, &b->progress))
		b->stopped = true;
}

static bool goes_on(const struct build *b)
{
	return !b->stopped && b->rc == SQLITE_OK;
}

/* Who watches is told what becomes of this process now because of which file. */
static void begin_job(struct build *b, const struct index_job *job)
{
	begin_batch(b);
	guard_enter(b->options->guard, 0, job->root->path, job->name);
	if (b->options->guard)
		confine_cpu(CPU_SECONDS + (unsigned)(job->stamp.size / CPU_BYTES));
}

static void end_job(struct build *b, const struct index_job *job, struct index_read *read)
{
	take(b, job, read);
	guard_leave(b->options->guard, 0);
	if (b->options->only && b->jobs.n == 1) {
		*b->options->only = read->doc;
		read->doc = NULL;
	}
	index_read_release(read);
	b->changed = b->dirty = true;
	b->progress.done++;
	b->progress.bytes += job->stamp.size;
	if (postings_size(&b->postings) > BATCH_POSTINGS || b->keys.v.n > BATCH_KEYS ||
	    clock_monotonic_ms() - b->begun > BATCH_MS)
		end_batch(b, false);
	report(b);
}

static int read_flags(const struct build *b)
{
	return (b->options->raw ? INDEX_RAW : 0) | (index_is_kept(b->ix) ? INDEX_KEPT : 0);
}

/*
 * What ended a process, or may have, goes first: one at a time, and committed, so that it is
 * known who it is, and the next process has fewer of them. Returns how many there were.
 */
static size_t take_suspects(struct build *b)
{
	struct guard *guard = b->options->guard;
	size_t n = 0;

	for (size_t i = 0; i < b->jobs.n && goes_on(b); i++) {
		const struct index_job job = b->jobs.p[i];
		const struct guard_file *file = guard_find(guard, job.root->path, job.name);
		struct index_read read;

		if (!file)
			continue;
		b->jobs.p[i] = b->jobs.p[n];
		b->jobs.p[n++] = job;
		begin_job(b, &job);
		if (file->why)
			index_read_unparsed(&job, file->why, &read);
		else
			index_read_one(&job, read_flags(b), NULL, &read);
		end_job(b, &job, &read);
	}
	end_batch(b, false);
	return n;
}

static void take_jobs(struct build *b)
{
	size_t n = take_suspects(b);
	struct index_reader *reader = index_reader_new(n ? b->jobs.p + n : b->jobs.p, b->jobs.n - n,
						       read_flags(b), b->options->guard);
	struct index_read read;

	for (size_t i = n; i < b->jobs.n && goes_on(b); i++) {
		begin_job(b, &b->jobs.p[i]);
		index_reader_next(reader, &read);
		end_job(b, &b->jobs.p[i], &read);
	}
	index_reader_free(reader);
	if (b->options->guard)
		confine_cpu(0);
}

/* ---- the whole */

static void look_at_root(struct build *b, struct index_root *root)
{
	const struct fs_walker walker = {
		.flags = root->flags,
		.file = walked_file,
		.folder = walked_folder,
		.skip = is_ignored,
		.trouble = trouble_below,
		.ctx = b,
	};
	struct err err = {0};
	struct fs_stamp stamp = {0};
	size_t jobs = b->jobs.n;

	b->root = root;
	if (!root->absolute)
		return;
	b->rc = index_find_root(b->ix, root, true);
	if (b->rc != SQLITE_OK)
		return;
	buf_clear(&b->folders);
	ignore_release(&b->ignore);
	vec_clear(&b->seen.words);
	if (root->is_file) {
		/* What is wrong with it is told when it is read, in its turn. */
		fs_stamp(root->path, &stamp, NULL);
		look_at(b, "", &stamp);
	} else {
		fs_walk(root->path, &walker, &err);
	}
	if (err.code)
		trouble_below(b, &err);
	else if (!b->stopped && !b->blind)
		forget_unseen(b);
	err_release(&err);
	sqlite3_stmt *q =
		db_prepare(&b->ix->db, "UPDATE root SET folders = ?2, complete = min(complete, ?3)"
				       " WHERE id = ?1 AND (folders IS NOT ?2 OR complete > ?3)");

	db_bind_int(q, 1, root->id);
	db_bind_blob(q, 2, b->stopped ? (struct str){0} : buf_str(&b->folders));
	db_bind_int(q, 3, b->jobs.n > jobs || b->stopped || b->blind ? 1 : 2);
	run(b, q);
}

static void complete(struct build *b)
{
	sqlite3_stmt *q = db_prepare(&b->ix->db, "UPDATE root SET complete = 2 WHERE id = ?1"
						 " AND complete < 2");

	for (size_t i = 0; i < b->options->n_roots; i++) {
		if (!b->options->roots[i].id)
			continue;
		db_bind_int(q, 1, b->options->roots[i].id);
		run(b, q);
		b->options->roots[i].complete = b->options->roots[i].settled = true;
	}
}

static int find_next_doc(struct build *b)
{
	int64_t posted = 0, dated = 0, last = 0;
	int rc;

	if (!index_is_kept(b->ix)) {
		rc = db_int(&b->ix->db, "SELECT coalesce(max(doc), 0) FROM article", &last);
		b->next_doc = 1 + last;
		return rc;
	}
	rc = postings_last(&b->ix->db, &posted);
	if (rc == SQLITE_OK)
		rc = timeline_runs_last(&b->ix->db, &dated);
	if (rc == SQLITE_OK)
		rc = db_int(&b->ix->db, "SELECT coalesce(max(doc), 0) FROM text", &last);
	if (last < posted)
		last = posted;
	if (last < dated)
		last = dated;
	/* So many articles no library has: postings count them in 32 bits. */
	if (rc == SQLITE_OK && (last < 0 || last > INT32_MAX))
		return SQLITE_CORRUPT;
	b->next_doc = 1 + last;
	return rc;
}

static void release(struct build *b)
{
	for (size_t i = 0; i < b->jobs.n; i++)
		free(b->jobs.p[i].name);
	vec_release(&b->jobs);
	docset_release(&b->seen);
	postings_release(&b->postings);
	buf_release(&b->sketches.data);
	vec_release(&b->keys.v);
	buf_release(&b->folders);
	ignore_release(&b->ignore);
	buf_release(&b->path);
	buf_release(&b->key);
}

int index_refresh(struct index *ix, const struct index_refresh *options, bool *changed,
		  struct err *err)
{
	struct build b = {.ix = ix, .options = options};

	begin_batch(&b);
	if (b.rc == SQLITE_OK)
		b.rc = find_next_doc(&b);
	for (size_t i = 0; i < options->n_roots && b.rc == SQLITE_OK && !b.stopped; i++)
		look_at_root(&b, &options->roots[i]);
	end_batch(&b, b.jobs.n == 0);
	if (options->unread) {
		*options->unread = b.jobs.n;
		b.stopped |= b.jobs.n > 0;
		tell_kept(&b, b.jobs.n == 0);
	}
	b.progress.total = b.stopped ? 0 : b.jobs.n;
	report(&b);
	if (goes_on(&b))
		take_jobs(&b);
	if (b.rc == SQLITE_OK)
		begin_batch(&b);
	if (b.rc == SQLITE_OK && !b.stopped && !b.blind)
		complete(&b);
	end_batch(&b, true);
	report(&b);
	if (changed)
		*changed = b.changed;
	int rc = b.rc;

	release(&b);
	return rc == SQLITE_OK ? 0 : db_error(&ix->db, rc, err);
}
