/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/emoji.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_LONGEST = 32 };

/* Sorted by name. */
/* clang-format off */
static const struct emoji {
	const char *name, *text;
} table[] = {
	{"+1", "👍"}, {"-1", "👎"}, {"100", "💯"}, {"alarm_clock", "⏰"}, {"alien", "👽"},
	{"anger", "💢"}, {"angry", "😠"}, {"apple", "🍎"}, {"arrow_down", "⬇️"},
	{"arrow_forward", "▶️"}, {"arrow_left", "⬅️"}, {"arrow_right", "➡️"}, {"arrow_up", "⬆️"},
	{"art", "🎨"}, {"baby", "👶"}, {"balloon", "🎈"}, {"bangbang", "‼️"}, {"bar_chart", "📊"},
	{"beer", "🍺"}, {"beers", "🍻"}, {"bell", "🔔"}, {"bike", "🚲"}, {"bird", "🐦"},
	{"birthday", "🎂"}, {"blossom", "🌼"}, {"blue_heart", "💙"}, {"blush", "😊"}, {"boat", "⛵"},
	{"bomb", "💣"}, {"book", "📖"}, {"bookmark", "🔖"}, {"books", "📚"}, {"boom", "💥"},
	{"bow", "🙇"}, {"brain", "🧠"}, {"broken_heart", "💔"}, {"bug", "🐛"}, {"bulb", "💡"},
	{"bus", "🚌"}, {"cake", "🍰"}, {"calendar", "📅"}, {"camera", "📷"}, {"car", "🚗"},
	{"cat", "🐱"}, {"chart_with_upwards_trend", "📈"}, {"checkered_flag", "🏁"},
	{"cherry_blossom", "🌸"}, {"christmas_tree", "🎄"}, {"clap", "👏"}, {"clipboard", "📋"},
	{"closed_book", "📕"}, {"cloud", "☁️"}, {"cn", "🇨🇳"}, {"coffee", "☕"},
	{"cold_sweat", "😰"}, {"collision", "💥"}, {"computer", "💻"}, {"confused", "😕"},
	{"congratulations", "㊗️"}, {"construction", "🚧"}, {"cool", "🆒"}, {"credit_card", "💳"},
	{"crown", "👑"}, {"cry", "😢"}, {"crying_cat_face", "😿"}, {"dancer", "💃"}, {"dart", "🎯"},
	{"date", "📅"}, {"disappointed", "😞"}, {"dizzy", "💫"}, {"dog", "🐶"}, {"dollar", "💵"},
	{"earth_asia", "🌏"}, {"email", "📧"}, {"exclamation", "❗"}, {"expressionless", "😑"},
	{"eyes", "👀"}, {"facepunch", "👊"}, {"factory", "🏭"}, {"fearful", "😨"}, {"fire", "🔥"},
	{"fireworks", "🎆"}, {"fish", "🐟"}, {"flushed", "😳"}, {"four_leaf_clover", "🍀"},
	{"frowning", "😦"}, {"gear", "⚙️"}, {"gem", "💎"}, {"ghost", "👻"}, {"gift", "🎁"},
	{"globe_with_meridians", "🌐"}, {"green_heart", "💚"}, {"grimacing", "😬"}, {"grin", "😁"},
	{"grinning", "😀"}, {"guitar", "🎸"}, {"hammer", "🔨"}, {"hand", "✋"}, {"handshake", "🤝"},
	{"hash", "#️⃣"}, {"headphones", "🎧"}, {"heart", "❤️"}, {"heart_eyes", "😍"},
	{"heartbeat", "💓"}, {"heavy_check_mark", "✔️"}, {"heavy_plus_sign", "➕"},
	{"hospital", "🏥"}, {"hourglass", "⌛"}, {"house", "🏠"}, {"hugs", "🤗"}, {"hushed", "😯"},
	{"inbox_tray", "📥"}, {"information_source", "ℹ️"}, {"innocent", "😇"}, {"iphone", "📱"},
	{"joy", "😂"}, {"jp", "🇯🇵"}, {"key", "🔑"}, {"keyboard", "⌨️"}, {"kiss", "💋"},
	{"kissing_heart", "😘"}, {"kr", "🇰🇷"}, {"laptop", "💻"}, {"laughing", "😆"},
	{"leaves", "🍃"}, {"link", "🔗"}, {"lock", "🔒"}, {"loudspeaker", "📢"}, {"mag", "🔍"},
	{"mailbox", "📫"}, {"mask", "😷"}, {"mega", "📣"}, {"memo", "📝"}, {"microphone", "🎤"},
	{"moneybag", "💰"}, {"moon", "🌔"}, {"mortar_board", "🎓"}, {"muscle", "💪"},
	{"musical_note", "🎵"}, {"neutral_face", "😐"}, {"new", "🆕"}, {"newspaper", "📰"},
	{"no_entry", "⛔"}, {"no_good", "🙅"}, {"notebook", "📓"}, {"ok", "🆗"}, {"ok_hand", "👌"},
	{"open_book", "📖"}, {"open_hands", "👐"}, {"open_mouth", "😮"}, {"orange_heart", "🧡"},
	{"package", "📦"}, {"page_facing_up", "📄"}, {"paperclip", "📎"}, {"partly_sunny", "⛅"},
	{"party_popper", "🎉"}, {"pencil", "📝"}, {"pencil2", "✏️"}, {"pensive", "😔"},
	{"phone", "☎️"}, {"pizza", "🍕"}, {"point_down", "👇"}, {"point_left", "👈"},
	{"point_right", "👉"}, {"point_up", "☝️"}, {"poop", "💩"}, {"pray", "🙏"}, {"punch", "👊"},
	{"purple_heart", "💜"}, {"pushpin", "📌"}, {"question", "❓"}, {"rabbit", "🐰"},
	{"rage", "😡"}, {"rainbow", "🌈"}, {"raised_hands", "🙌"}, {"recycle", "♻️"},
	{"red_circle", "🔴"}, {"relaxed", "☺️"}, {"relieved", "😌"}, {"ribbon", "🎀"},
	{"rice", "🍚"}, {"robot", "🤖"}, {"rocket", "🚀"}, {"rofl", "🤣"}, {"rose", "🌹"},
	{"rotating_light", "🚨"}, {"runner", "🏃"}, {"running", "🏃"}, {"sad", "😢"},
	{"satisfied", "😆"}, {"scream", "😱"}, {"see_no_evil", "🙈"}, {"seedling", "🌱"},
	{"shrug", "🤷"}, {"skull", "💀"}, {"sleeping", "😴"}, {"sleepy", "😪"},
	{"slightly_smiling_face", "🙂"}, {"smile", "😄"}, {"smiley", "😃"}, {"smirk", "😏"},
	{"snail", "🐌"}, {"snowflake", "❄️"}, {"snowman", "⛄"}, {"sob", "😭"}, {"soccer", "⚽"},
	{"sparkles", "✨"}, {"sparkling_heart", "💖"}, {"speech_balloon", "💬"}, {"star", "⭐"},
	{"star2", "🌟"}, {"stuck_out_tongue", "😛"}, {"stuck_out_tongue_winking_eye", "😜"},
	{"sun_with_face", "🌞"}, {"sunflower", "🌻"}, {"sunglasses", "😎"}, {"sunny", "☀️"},
	{"sushi", "🍣"}, {"sweat", "😓"}, {"sweat_drops", "💦"}, {"sweat_smile", "😅"},
	{"tada", "🎉"}, {"tea", "🍵"}, {"telephone", "☎️"}, {"thinking", "🤔"},
	{"thought_balloon", "💭"}, {"thumbsdown", "👎"}, {"thumbsup", "👍"}, {"tiger", "🐯"},
	{"tired_face", "😫"}, {"tokyo_tower", "🗼"}, {"trophy", "🏆"}, {"truck", "🚚"}, {"tv", "📺"},
	{"two_hearts", "💕"}, {"umbrella", "☔"}, {"unamused", "😒"}, {"unlock", "🔓"}, {"up", "🆙"},
	{"us", "🇺🇸"}, {"v", "✌️"}, {"video_camera", "📹"}, {"warning", "⚠️"}, {"watch", "⌚"},
	{"wave", "👋"}, {"weary", "😩"}, {"whale", "🐳"}, {"white_check_mark", "✅"}, {"wink", "😉"},
	{"worried", "😟"}, {"wrench", "🔧"}, {"writing_hand", "✍️"}, {"x", "❌"},
	{"yellow_heart", "💛"}, {"yum", "😋"}, {"zap", "⚡"}, {"zzz", "💤"},
};
/* clang-format on */

static int compare(const void *name, const void *emoji)
{
	return strcmp(name, ((const struct emoji *)emoji)->name);
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-';
}

const char *emoji_find(struct str text, size_t *at, size_t *end)
{
	size_t begin = *at;

	while ((begin = str_find(text, STR(":"), begin)) != (size_t)-1) {
		char name[NAME_LONGEST + 1];
		size_t n = 0;

		while (n < NAME_LONGEST && begin + 1 + n < text.n &&
		       is_name_char(text.p[begin + 1 + n])) {
			name[n] = text.p[begin + 1 + n];
			n++;
		}
		name[n] = '\0';
		begin++;
		if (n == 0 || begin + n == text.n || text.p[begin + n] != ':')
			continue;
		const struct emoji *emoji =
			bsearch(name, table, sizeof table / sizeof *table, sizeof *table, compare);

		if (!emoji)
			continue;
		*at = begin - 1;
		*end = begin + n + 1;
		return emoji->text;
	}
	return NULL;
}

void emoji_add(struct buf *out, struct str text)
{
	size_t done = 0, at = 0, end;
	const char *emoji;

	while ((emoji = emoji_find(text, &at, &end))) {
		buf_addstr(out, str_sub(text, done, at));
		buf_adds(out, emoji);
		done = at = end;
	}
	buf_addstr(out, str_sub(text, done, text.n));
}
