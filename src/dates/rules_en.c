/* SPDX-License-Identifier: ISC
 *
 * English. Names of months and days must be capitalised. Rules with FLAG_FOREIGN hold in texts
 * of other languages too.
 */
#include "config.h"

#include "dates/rule.h"
#include "dates/tag.h"

/* What makes of 16 in "1934-16 August" a day. */
#define MONTHS "| Jan| Feb| Mar| Apr| May| Jun| Jul| Aug| Sep| Oct| Nov| Dec"
#define COUNTED                                                                                    \
	" people| employees| users| students| workers| cars| vehicles| dollars| miles| km"         \
	"| pages| words| votes| seats| points| units| yuan| yen| won| MB| GB| pixels| rpm"         \
	"| others| years"

/* What a number of four digits is a year behind. */
#define LEADS                                                                                      \
	"(in|since|by|of|from|until|till|through|before|after|during|around|circa|year|its|his"    \
	"|her|their|our|my|for|than|throughout|and|to|the|full-year|fiscal)"

/* clang-format off */
static const struct rule rules[] = {
	/* Years. */
	RULE(LEADS " ^#R", OP_YEAR, .not_after = COUNTED),
	RULE(LEADS " ^#R<j>#y", OP_YEAR, .not_after = COUNTED MONTHS),
	RULE("(in|from|since|until|by|to) (about|around|roughly|circa) ^#R", OP_YEAR,
		.not_after = COUNTED),
	RULE("[(]^#R$[),;]", OP_YEAR),
	RULE(", ^#R$[)]", OP_YEAR),
	RULE("#R$, #i", OP_YEAR, .not_after = COUNTED),
	RULE("(in|since|until|c.) ^#Y$[,.;)]", OP_YEAR),
	RULE("(in|since|until) ^#Y$ (the|he|she|it|they|by|at|and|when|with|as|after|to) ",
		OP_YEAR),
	RULE("between ^#R and #R", OP_YEAR),
	RULE("#R$,? and #i", OP_YEAR, .not_after = COUNTED),
	RULE("#R<j>#R", OP_YEAR, .not_after = COUNTED),
	RULE("#R<j>#y", OP_YEAR, .not_after = COUNTED MONTHS),
	RULE("#R$ (was|saw|marked|brought|has been|is)", OP_YEAR),
	RULE("#i (BC|BCE|B.C.)", OP_YEAR, UNIT_BCE),
	RULE("#i (AD|CE|A.D.)", OP_YEAR),
	RULE("(AD|A.D.) #i", OP_YEAR),
	RULE("(founded|established|born|Born|Est.|est.|b.|d.|died) ^#R", OP_YEAR),
	RULE("<F>,?#R", OP_YEAR),
	RULE("(FY |fiscal year |fiscal )#R", OP_YEAR),
	RULE("this year", OP_REL, UNIT_YEAR, 0),
	RULE("last year", OP_REL, UNIT_YEAR, -1),
	RULE("next year", OP_REL, UNIT_YEAR, 1),
	RULE("the (previous year|year before)", OP_REL, UNIT_YEAR, -1, FLAG_THAT),
	RULE("the (following|next) year", OP_REL, UNIT_YEAR, 1, FLAG_THAT),
	RULE("(the same|that) year", OP_REL, UNIT_YEAR, 0, FLAG_THAT),

	/* Parts of years. */
	RULE("(the )?<h>[- ]half", OP_HALF, .flags = FLAG_WEAK),
	RULE("['’‘]#y", OP_YEAR2, .flags = FLAG_WEAK),
	RULE("(the )?<Q>[- ]quarter", OP_QUARTER, .not_after = "back|final|-final| of the game"),
	RULE("this quarter", OP_REL, UNIT_QUARTER, 0),
	RULE("last quarter", OP_REL, UNIT_QUARTER, -1),
	RULE("next quarter", OP_REL, UNIT_QUARTER, 1),
	RULE("(the )?<s>( semester| term)?", OP_SEASON, .flags = FLAG_WEAK),
	RULE("(in|by|since|until|during|before|after|over|through|throughout) ^the <s>", OP_VAGUE,
		.code = "XXXX", .not_after = " of| 1| 2| '| ’"),
	RULE("(last|this past) <s>", OP_SEASON, .flags = FLAG_PAST),
	RULE("the (following|next) <s>", OP_REL, UNIT_YEAR, 1, FLAG_THAT),
	RULE("(that|the same) <s>", OP_REL, UNIT_YEAR, 0, FLAG_THAT),
	RULE("this <s>", OP_REL, UNIT_YEAR, 0),
	RULE("next <s>", OP_SEASON, .flags = FLAG_NEXT),

	/* Months. */
	RULE("<o>", OP_MONTH, .flags = FLAG_WEAK),
	RULE("<O>", OP_MONTH),
	RULE("(in|since|until|till|by|from|of|through|before|after|during) ^<o>", OP_MONTH),
	RULE("this <o>", OP_REL, UNIT_YEAR, 0),
	RULE("between ^<o> and <o>", OP_MONTH),
	RULE("<o><j><o>", OP_MONTH),
	RULE("(last|this past) <o>", OP_MONTH, .flags = FLAG_PAST),
	RULE("next <o>", OP_MONTH, .flags = FLAG_NEXT),
	RULE("this month", OP_REL, UNIT_MONTH, 0),
	RULE("last month", OP_REL, UNIT_MONTH, -1),
	RULE("next month", OP_REL, UNIT_MONTH, 1),
	RULE("(the same|that) month", OP_REL, UNIT_MONTH, 0, FLAG_THAT),
	RULE("the (following|next) month", OP_REL, UNIT_MONTH, 1, FLAG_THAT),
	RULE("the (previous month|month before)", OP_REL, UNIT_MONTH, -1, FLAG_THAT),

	/* Weeks and their days. */
	RULE("this week", OP_REL, UNIT_WEEK, 0, FLAG_GENERAL),
	RULE("last week", OP_REL, UNIT_WEEK, -1, FLAG_GENERAL),
	RULE("next week", OP_REL, UNIT_WEEK, 1, FLAG_GENERAL),
	RULE("the week before last", OP_REL, UNIT_WEEK, -2),
	RULE("the (following|next) week", OP_REL, UNIT_WEEK, 1, FLAG_THAT),
	RULE("the (previous week|week before)", OP_REL, UNIT_WEEK, -1, FLAG_THAT),
	RULE("<w>", OP_WEEKDAY, .not_after = " Times| Telegraph| Mail| Night Live| Evening Post"),
	RULE("<W>.?,?", OP_WEEKDAY, .flags = FLAG_WEAK),
	RULE("(last|this past) <w>", OP_WEEKDAY, .flags = FLAG_PAST),
	RULE("(over|at|on|during|through|throughout) ^the weekend", OP_WEEKEND),
	RULE("this past weekend", OP_WEEKEND, .flags = FLAG_PAST),
	RULE("this <w>", OP_WEEKDAY, 0, 0, FLAG_WEEK),
	RULE("((this )?coming|next) <w>", OP_WEEKDAY, .flags = FLAG_NEXT),
	RULE("<w> last week", OP_WEEKDAY, 0, -1, FLAG_WEEK),
	RULE("<w> next week", OP_WEEKDAY, 0, 1, FLAG_WEEK),
	RULE("last weekend", OP_WEEKEND, 0, -1, FLAG_WEEK),
	RULE("this weekend", OP_WEEKEND, 0, 0, FLAG_WEEK),
	RULE("next weekend", OP_WEEKEND, 0, 1, FLAG_WEEK),

	/* Days. */
	RULE("<o>#D(st|nd|rd|th)?,?#Y", OP_YMD, .flags = FLAG_FOREIGN, .not_after = COUNTED),
	RULE("#D(st|nd|rd|th)?( of)?_<o>,?#Y", OP_YMD, .flags = FLAG_FOREIGN, .not_after = COUNTED),
	RULE("<o>,?#Y", OP_YMD, .flags = FLAG_FOREIGN, .not_after = COUNTED),
	RULE("<o>#D(st|nd|rd|th)?", OP_YMD, .flags = FLAG_FOREIGN),
	RULE("<o>#D(st|nd|rd|th)?<j>#D(st|nd|rd|th)?", OP_YMD),
	RULE("#D<j>#D <o>", OP_YMD),
	RULE("#D (to|and|through|until) #D <o>", OP_YMD),
	RULE("#D(st|nd|rd|th)", OP_DAY, .flags = FLAG_WEAK),
	RULE("#D", OP_DAY, .flags = FLAG_WEAK),
	RULE("on ^the #D(st|nd|rd|th)", OP_DAY,
		.not_after = " floor| hole| lap| anniversary| birthday"),
	RULE("#M/#D/#R", OP_YMD),
	RULE("#D/#M/#R", OP_YMD),
	RULE("#M/#D/#y", OP_YMD),
	RULE("#M/#R", OP_YMD),
	RULE("(today|tonight|this morning|this afternoon|this evening)", OP_REL, UNIT_DAY, 0,
		FLAG_GENERAL),
	RULE("(yesterday|last night)", OP_REL, UNIT_DAY, -1, FLAG_GENERAL),
	RULE("tomorrow", OP_REL, UNIT_DAY, 1, FLAG_GENERAL),
	RULE("the day before yesterday", OP_REL, UNIT_DAY, -2),
	RULE("the day after tomorrow", OP_REL, UNIT_DAY, 2),
	RULE("(the same|that) (day|morning|afternoon|evening|night)", OP_REL, UNIT_DAY, 0, FLAG_THAT),
	RULE("the (next|following) (day|morning|afternoon|evening|night)", OP_REL, UNIT_DAY, 1,
		FLAG_THAT),
	RULE("the (previous (day|evening|night)|(day|night) before)", OP_REL, UNIT_DAY, -1, FLAG_THAT),

	/* Parts of what stands behind. */
	RULE("<p>", OP_PART, .flags = FLAG_WEAK),
	RULE("the end of (the|this) year", OP_REL, UNIT_YEAR, 0),
	RULE("(year-end|year[’']s end|year’s end|the year[’']s end)", OP_REL, UNIT_YEAR, 0),
	RULE("the end of (the|this) month", OP_REL, UNIT_MONTH, 0),
	RULE("the end of (the|this) week", OP_REL, UNIT_WEEK, 0),
	RULE("the end of (the|this) quarter", OP_REL, UNIT_QUARTER, 0),

	/* Time of day. */
	RULE("#H:#m(:#m)? ?<a>", OP_TIME),
	RULE("#H ?<a>", OP_TIME),
	RULE("at ^#H(:#m)? ?<a>", OP_TIME),
	RULE("at ^#H:#m", OP_TIME),
	RULE("(morning|afternoon|evening|noon|midnight|night)", OP_TIME, .flags = FLAG_WEAK),

	/* Decades and centuries. */
	RULE("(the )?#T['’]?s", OP_DECADE),
	RULE("#R$['’]s", OP_YEAR),
	RULE("(the )?['’‘]#ds", OP_DECADE),
	RULE("(the )?#ds", OP_DECADE, .not_before = "his |her |their |my |in her |in his "),
	RULE("the <d>", OP_DECADE),
	RULE("(the )?#C(st|nd|rd|th)[- ]century", OP_CENTURY),
	RULE("(the )?#C(st|nd|rd|th)[- ]century (BC|BCE|B.C.|B.C.E.)", OP_CENTURY, UNIT_BCE),
	RULE("(the )?<C>[- ]century", OP_CENTURY),
	RULE("(the )?<C>[- ]century (BC|BCE|B.C.|B.C.E.)", OP_CENTURY, UNIT_BCE),
	RULE("this century", OP_REL, UNIT_CENTURY, 0),
	RULE("(the )?last century", OP_REL, UNIT_CENTURY, -1),

	/* Ago and later. */
	RULE("#n <u> (ago|earlier)", OP_AGO),
	RULE("(a|an|one) <u> (ago|earlier)", OP_AGO),
	RULE("(many |some |several )?<u> (later|earlier)", OP_VAGUE, .code = "PXY"),
	RULE("half a year ago", OP_AGO, UNIT_HALF, 1),
	RULE("#n and a <b> <u> ago", OP_AGO),
	RULE("#n <u> (later|afterwards|after that)", OP_LATER),
	RULE("(a|an) <u> (later|afterwards)", OP_LATER),
	RULE("#n <u> from now", OP_LATER, .flags = FLAG_NEXT),
	RULE("in #n <u>['’]s? time", OP_LATER, .flags = FLAG_NEXT),

	/* Stretches of time with known ends. */
	RULE("(the |these |these )?(past|last) #n <u>", OP_LAST),
	RULE("the past <u>", OP_LAST),
	RULE("the last decade", OP_LAST, UNIT_DECADE, 1),
	RULE("the last century", OP_LAST, UNIT_CENTURY, 1),
	RULE("(the )?(next|coming) #n <u>", OP_NEXT),
	RULE("the next <u>", OP_NEXT, .flags = FLAG_WEAK),

	/* Stretches of time. */
	RULE("#n[- ]<u>(-long)?", OP_DURATION, .not_after = "-old| old| of age"),
	RULE("#n(-| to | or |–)#n <u>", OP_DURATION),
	RULE("#n and a <b> <u>", OP_DURATION),
	RULE("(a|an|one) <u> and a <b>", OP_DURATION),
	RULE("(for|within|over|after|nearly|about|almost|than|takes|took|just|only|spent|another"
		"|lasted|lasting|under|of) ^(a|an) <u>",
		OP_DURATION, .not_after = " ago| later| earlier| before| of"),
	RULE("another <u>", OP_DURATION, .not_after = " later| earlier| before"),
	RULE("(for|within|over|after|nearly|about|almost|than|takes|took|just|only|spent|lasted) "
		"^(a|an) <u> and a <b>", OP_DURATION),
	RULE("<u>-?long", OP_DURATION),
	RULE("half a year", OP_DURATION, UNIT_HALF, 1),
	RULE("half an hour", OP_DURATION, UNIT_MINUTE, 30),
	RULE("half a century", OP_DURATION, UNIT_YEAR, 50),
	RULE("half a decade", OP_DURATION, UNIT_YEAR, 5),

	/* Again and again. */
	RULE("(every|each) (single )?<u>", OP_SET),
	RULE("every other <u>", OP_SET, 0, 2),
	RULE("every #n <u>", OP_SET),
	RULE("(every|each) <w>", OP_SET, UNIT_WEEK),
	RULE("<k>", OP_SET, UNIT_WEEK),
	RULE("(every|each) (<o>|<s>)", OP_SET, UNIT_YEAR),
	RULE("(once|twice) (a|per|each|every) <u>", OP_SET),
	RULE("#n times (a|per|each|every) <u>", OP_SET, 0, 1),
	RULE("(annually|yearly)", OP_SET, UNIT_YEAR),
	RULE("monthly", OP_SET, UNIT_MONTH),
	RULE("weekly", OP_SET, UNIT_WEEK),
	RULE("daily", OP_SET, UNIT_DAY),
	RULE("hourly", OP_SET, UNIT_HOUR),

	/* Ages. */
	RULE("#n[- ]years?[- ]old", OP_AGE, UNIT_YEAR),
	RULE("(was|turned) ^#n$( when|.|,)", OP_AGE, UNIT_YEAR),
	RULE("(when|since|until|before|after|When|Since|Until) (I|he|she|they) (was|were|turned) ^#n",
		OP_AGE, UNIT_YEAR, .not_after = " of| percent| miles| years| months| the"),
	RULE("at ^#n$,? (he|she|I) ", OP_AGE, UNIT_YEAR),
	RULE("#n-months?-old", OP_AGE, UNIT_MONTH),
	RULE("(aged|age of|at age|age) ^#n", OP_AGE, UNIT_YEAR),
	RULE("#n years of age", OP_AGE, UNIT_YEAR),

	/* What names no day that could be told. */
	RULE("(currently|nowadays|presently|these days|at present|at the moment)", OP_VAGUE,
		.code = "PRESENT_REF"),
	RULE("(recently|lately|recent (years|months|weeks|days)|the past few (years|months|weeks"
		"|days)|years ago|long ago|decades ago|at the time|back then|the past"
		"|once upon a time)", OP_VAGUE, .code = "PAST_REF", .not_before = "from "),
	RULE("(the (near )?future|the coming (years|months|weeks|days)|soon)", OP_VAGUE,
		.code = "FUTURE_REF", .not_before = "as |how "),

	/* Feasts. */
	RULE("<F>", OP_VAGUE, .code = "XXXX"),

	/* No time at all. */
	RULE("24 hours a day", OP_NOT),
	RULE("(one|some) day", OP_NOT, .not_after = " a | per | of "),
	RULE("#D <o> (Street|St|Road|Avenue|Ave|Lane)", OP_NOT),
	RULE("a second (time|one|look|chance|generation|term|day|wave)", OP_NOT),
	RULE("(version|v|chapter|page|section|figure|table|item|no|number|level|grade) ?.?#i",
		OP_NOT),
	RULE("<o> (Day|Fourth Movement|Madness)", OP_NOT),
	RULE("(split second|second half of the game|Second World War|First World War)", OP_NOT),
};

static const struct rule_list lists[] = {
	{'n', "one=1|two=2|three=3|four=4|five=5|six=6|seven=7|eight=8|nine=9|ten=10|eleven=11"
		"|twelve=12|thirteen=13|fourteen=14|fifteen=15|sixteen=16|seventeen=17|eighteen=18"
		"|nineteen=19|twenty=20|twenty-five=25|thirty=30|forty=40|fifty=50|sixty=60"
		"|hundred=100|several=-1|a few=-1|few=-1|many=-1|a couple of=2|couple of=2"
		"|a dozen=12|dozens of=-1|hundreds of=-1|thousands of=-1|a hundred=100"},
	{'u', "year/years/yr/yrs|month/months|week/weeks|day/days|hour/hours|minute/minutes/min"
		"/mins|second/seconds|quarter/quarters|decade/decades|century/centuries"},
	{'b', "half"},
	{'o', "January/Jan/Jan.|February/Feb/Feb.|March/Mar/Mar.|April/Apr/Apr.|May|June/Jun/Jun."
		"|July/Jul/Jul.|August/Aug/Aug.|September/Sep/Sept/Sep./Sept.|October/Oct/Oct."
		"|November/Nov/Nov.|December/Dec/Dec."},
	{'O', "January=0|February=1|April=3|June=5|July=6|August=7|September=8|October=9"
		"|November=10|December=11"},
	{'w', "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"},
	{'W', "Mon=0|Tue=1|Tues=1|Wed=2|Thu=3|Thur=3|Thurs=3|Fri=4|Sat=5|Sun=6"},
	{'k', "Mondays|Tuesdays|Wednesdays|Thursdays|Fridays|Saturdays|Sundays"},
	{'h', "first|second"},
	{'Q', "first=1|second=2|third=3|fourth=4"},
	{'s', "spring|summer|autumn/fall|winter"},
	{'p', "early=0|the beginning of=0|beginning of=0|the start of=0|start of=0|the early=0"
		"|mid-=1|mid=1|the middle of=1|middle of=1|the mid-=1|late=2|the late=2"
		"|the end of=2|end of=2"},
	{'a', "am/a.m./AM/A.M.|pm/p.m./PM/P.M."},
	{'d', "twenties=20|thirties=30|forties=40|fifties=50|sixties=60|seventies=70|eighties=80"
		"|nineties=90"},
	{'C', "first=1|second=2|third=3|fourth=4|fifth=5|sixth=6|seventh=7|eighth=8|ninth=9"
		"|tenth=10|eleventh=11|twelfth=12|thirteenth=13|fourteenth=14|fifteenth=15|sixteenth=16|seventeenth=17|eighteenth=18|nineteenth=19|twentieth=20"
		"|twenty-first=21"},
	{'j', "-|–|—| - | – |-"},
	{'F', "Christmas|Christmas Eve|Christmas Day|New Year's Day|New Year's Eve|New Year’s Day"
		"|New Year’s Eve|Thanksgiving|Easter|Halloween|Lunar New Year|Chinese New Year"
		"|New Year|Labor Day|Memorial Day|Independence Day|Valentine's Day|Black Friday"},
};

static const struct rule_mod before[] = {
	{"about|around|roughly|approximately|some|~|circa|c.", TAG_APPROX, NULL},
	{"more than|over|at least|upwards of", TAG_MORE_THAN, NULL},
	{"less than|under|nearly|almost|up to|fewer than|just under", TAG_LESS_THAN, NULL},
	{NULL, TAG_MOD_NONE, NULL},
};

static const struct rule_mod after[] = {
	{"or so", TAG_APPROX, NULL},
	{NULL, TAG_MOD_NONE, NULL},
};
/* clang-format on */

const struct rules rules_en = {
	.language = "en",
	.rules = rules,
	.count = sizeof rules / sizeof *rules,
	.lists = lists,
	.list_count = sizeof lists / sizeof *lists,
	.before = before,
	.after = after,
	.glue = ",|of the|of|the|in|on|at|ET|EST|EDT|PT|PST|PDT|GMT|UTC|CET|BST",
	.joins = "-|–|—|to|through|until|till",
	.past = " was | were | had ",
	.news = "as of|As of|said on|announced on|told reporters",
	.future = "would come|would start|would open|would be |could come|could be |closing "
		  "at|closes "
		  "|will |to be held|plans to|planned for|expected|scheduled|set to|upcoming"
		  "|going to|due in|due on|shall |aims to",
	.habit = "often|usually|typically|always|sometimes|whenever|every time|If | if ",
	.birth = "born|Born",
	.aged = " boy| girl| man| woman| son| daughter| or older| and over| and older| or younger",
	.spaced = 1,
};
