/* SPDX-License-Identifier: ISC
 *
 * The query language: words (all must occur), "a phrase", is:unread is:bookmarked, date:2022-07,
 * date:2021..2023, title: tag: author: lang: and -word.
 */
#ifndef KARPREAD_STORE_QUERY_H
#define KARPREAD_STORE_QUERY_H

struct query;

#endif
