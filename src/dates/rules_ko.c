/* SPDX-License-Identifier: ISC
 *
 * Korean. Particles follow without a blank, so an expression may end inside a word.
 */
#include "config.h"

#include "dates/rule.h"
#include "dates/tag.h"

/* What a bare 13일 must not stand before. */
#define NO_DAY                                                                                                            \
	"간|동안|째|만|차|치|분|마다|내내|이내|이상|가량|여|정도|자리|본|반|당|에 한|에 두" \
	"|에 세|에 1|에 2|에 3|씩| 동안| 만에| 이내| 이상| 정도| 가량| 연속| 내내| 간"

/* What may stand behind a word of time without a blank. */
#define PARTICLES                                                                                                              \
	"에|의|부터|까지|보다|만|과|와|이|인|쯤|께|무렵|처럼|으로|로|엔|도|은|는|을|를|이었|였" \
	"|이다|이던|날|들어|하순"

/* clang-format off */
static const struct rule rules[] = {
	/* Years. */
	RULE("#Y년", OP_YEAR),
	RULE("#Y<j>#Y년", OP_YEAR),
	RULE("#Y년?<k>#y년", OP_YEAR),
	RULE("#Y[-~∼/]#y ?시즌", OP_YEAR),
	RULE("#Y ?시즌", OP_YEAR),
	RULE("#Y(학년도|회계연도|년도)", OP_YEAR),
	RULE("(서기|서력) ?#i년", OP_YEAR),
	RULE("(기원전|BC) ?#i년", OP_YEAR, UNIT_BCE),
	RULE("#J년", OP_YEAR, .flags = FLAG_WEAK),
	RULE("['’‘]#y년", OP_YEAR2),
	RULE("['’‘]#y.#M.#D", OP_YMD),
	RULE("#y년", OP_YEAR2, .flags = FLAG_WEAK),
	RULE("#z년", OP_YEAR2,
		.not_after = "간|동안|째|전| 전|뒤| 뒤|후| 후|만| 동안| 간|차|대| 만|생| 이상| 넘"
		"|여"),
	RULE("<e> ?#E년", OP_ERA),
	RULE("단기 ?#D년", OP_NOT),
	RULE("불기 ?#i년", OP_NOT),
	RULE("10월 ?혁명", OP_NOT),
	RULE("단기 ?4#J년", OP_YEAR, .value = 1667),
	RULE("(올해|올 해|금년|이번 해|올 ?한 ?해|올 1년)", OP_REL, UNIT_YEAR, 0),
	RULE("올$ [0123456789상하초말봄여가겨들안]", OP_REL, UNIT_YEAR, 0),
	RULE("올<s>", OP_REL, UNIT_YEAR, 0),
	RULE("(지난해|작년|지난 해|전년도)", OP_REL, UNIT_YEAR, -1),
	RULE("(재작년|지지난해)", OP_REL, UNIT_YEAR, -2),
	RULE("(내년|다음 ?해)", OP_REL, UNIT_YEAR, 1),
	RULE("(내후년|후년)", OP_REL, UNIT_YEAR, 2),
	RULE("(이듬해|다음 ?해|그 다음 해|익년)", OP_REL, UNIT_YEAR, 1, FLAG_THAT),
	RULE("(같은 ?해|그 ?해|동년|당해)", OP_REL, UNIT_YEAR, 0, FLAG_THAT,
		.not_after = "결|법|설"),
	RULE("전년", OP_REL, UNIT_YEAR, -1, FLAG_THAT),

	/* Parts of years. */
	RULE("<h>반기", OP_HALF),
	RULE("전반기", OP_HALF, .value = 1),
	RULE("후반기", OP_HALF, .value = 2),
	RULE("#Q<j>#Q분기", OP_QUARTER),
	RULE("#Q분기", OP_QUARTER),
	RULE("#Q/4분기", OP_QUARTER),
	RULE("(이번|올) ?분기", OP_REL, UNIT_QUARTER, 0),
	RULE("(지난|전) ?분기", OP_REL, UNIT_QUARTER, -1),
	RULE("다음 ?분기", OP_REL, UNIT_QUARTER, 1),
	RULE("<s>", OP_SEASON, .flags = FLAG_WEAK),
	RULE("지난 ?<s>", OP_SEASON, .flags = FLAG_PAST),
	RULE("이번 ?<s>", OP_REL, UNIT_YEAR, 0),

	/* Months. */
	RULE("#M월", OP_MONTH, .not_after = "급|세|드|간|호|요"),
	RULE("#M<j>#M월", OP_MONTH),
	RULE("#M월?[·,・]_#M월", OP_MONTH),
	RULE("지난 ?^#M월", OP_MONTH, .flags = FLAG_PAST),
	RULE("오는 ?^#M월", OP_MONTH, .flags = FLAG_NEXT),
	RULE("<o>월", OP_MONTH, .not_after = "급|세|드|요|말고사"),
	RULE("(이달|이번 ?달|금월)", OP_REL, UNIT_MONTH, 0, .not_after = "의 소녀"),
	RULE("(지난 ?달|전월)", OP_REL, UNIT_MONTH, -1),
	RULE("지지난 ?달", OP_REL, UNIT_MONTH, -2),
	RULE("(다음 ?달|내달|익월)", OP_REL, UNIT_MONTH, 1),
	RULE("다다음 ?달", OP_REL, UNIT_MONTH, 2),
	RULE("(같은 ?달|그 ?달|당월)", OP_REL, UNIT_MONTH, 0, FLAG_THAT),

	/* Weeks and their days. */
	RULE("(이번 ?주|금주)", OP_REL, UNIT_WEEK, 0, FLAG_GENERAL, .not_after = "말|제|인|식"),
	RULE("(지난 ?주|저번 ?주)", OP_REL, UNIT_WEEK, -1, FLAG_GENERAL,
		.not_after = "말|제|인|식"),
	RULE("지지난 ?주", OP_REL, UNIT_WEEK, -2, .not_after = "말"),
	RULE("(다음 ?주|내주|차주)", OP_REL, UNIT_WEEK, 1, FLAG_GENERAL,
		.not_after = "말|제|인|식|장|었|는|고|지|며|면|기"),
	RULE("다다음 ?주", OP_REL, UNIT_WEEK, 2, .not_after = "말"),
	RULE("지난 ?주 <w>요일", OP_WEEKDAY, 0, -1, FLAG_WEEK),
	RULE("(이번 ?주|금주) <w>요일", OP_WEEKDAY, 0, 0, FLAG_WEEK),
	RULE("(다음 ?주|내주) <w>요일", OP_WEEKDAY, 0, 1, FLAG_WEEK),
	RULE("<w>요일", OP_WEEKDAY),
	RULE("지난 <w>요일", OP_WEEKDAY, .flags = FLAG_PAST),
	RULE("오는 ^<w>요일", OP_WEEKDAY, .flags = FLAG_NEXT),
	RULE("[(]<w>(요일)?[)]", OP_WEEKDAY, .flags = FLAG_WEAK),
	RULE("지난 ?주말", OP_WEEKEND, 0, -1, FLAG_WEEK),
	RULE("이번 ?주말", OP_WEEKEND, 0, 0, FLAG_WEEK),
	RULE("다음 ?주말", OP_WEEKEND, 0, 1, FLAG_WEEK),
	RULE("(주말|평일)", OP_VAGUE, .code = "XXXX-WXX-WE"),

	/* Days. */
	RULE("#D일", OP_DAY, .flags = FLAG_WEAK, .not_after = "간|동안| 동안|째"),
	RULE("#A일", OP_DAY, .not_after = NO_DAY),
	RULE("지난 ?^#A일", OP_DAY, .flags = FLAG_PAST, .not_after = "간|동안| 동안"),
	RULE("오는 ?^#A일", OP_DAY, .flags = FLAG_NEXT, .not_after = "간|동안| 동안"),
	RULE("#D일?<j>#D일", OP_DAY, .not_after = "간| 동안"),
	RULE("#D일?[·,・]_#D일", OP_DAY),
	RULE("(오늘|금일)", OP_REL, UNIT_DAY, 0, FLAG_GENERAL, .not_after = "날"),
	RULE("오늘 ?(아침|밤|새벽|저녁)", OP_REL, UNIT_DAY, 0, FLAG_GENERAL),
	RULE("(어제|전날 밤|어젯밤|어저께|작일)", OP_REL, UNIT_DAY, -1, FLAG_GENERAL),
	RULE("(그저께|그제|엊그제|그끄제)", OP_REL, UNIT_DAY, -2, .not_after = "서|야"),
	RULE("(내일|명일)", OP_REL, UNIT_DAY, 1, FLAG_GENERAL, .not_after = "모레"),
	RULE("(모레|내일모레)", OP_REL, UNIT_DAY, 2),
	RULE("글피", OP_REL, UNIT_DAY, 3),
	RULE("(같은 ?날|당일|그날)", OP_REL, UNIT_DAY, 0, FLAG_THAT, .not_after = "한|하|인|시"),
	RULE("(이튿날|다음 ?날|익일)", OP_REL, UNIT_DAY, 1, FLAG_THAT),
	RULE("전날", OP_REL, UNIT_DAY, -1, FLAG_THAT, .not_before = "오|예"),
	RULE("이날", OP_REL, UNIT_DAY, 0, FLAG_THAT, .not_before = "맞|끝"),

	/* Parts of what stands before, and of the unit at hand. */
	RULE("<p>", OP_PART, .flags = FLAG_WEAK, .followed_by = PARTICLES),
	RULE("<q>", OP_REL, UNIT_YEAR, 0),
	RULE("<r>", OP_REL, UNIT_MONTH, 0),
	RULE("<f>", OP_PART),

	/* Time of day. */
	RULE("<a>? ?#H시( ?#m분)?( ?#m초)?", OP_TIME, .flags = FLAG_WEAK,
		.not_after = "간|즌|장|대|리즈|민|작"),
	RULE("<a> ?#H시( ?#m분| ?반)?", OP_TIME, .not_after = "간|즌|장"),
	RULE("#H시 ?#m분", OP_TIME),
	RULE("<a> ?<n>시( ?#m분| ?반)?", OP_TIME, .not_after = "간|즌|장"),
	RULE("<a> ?#H:#m", OP_TIME),
	RULE("<a>", OP_TIME, .flags = FLAG_WEAK),

	/* Decades and centuries. */
	RULE("#Y년대", OP_DECADE),
	RULE("#d년대", OP_DECADE),
	RULE("#d[·,∼~]#d년대", OP_DECADE),
	RULE("#Y<j>#d년대", OP_DECADE),
	RULE("#C세기", OP_CENTURY),
	RULE("#C<j>#C세기", OP_CENTURY),
	RULE("기원전 ?#C세기", OP_CENTURY, UNIT_BCE),
	RULE("지난 ?세기", OP_REL, UNIT_CENTURY, -1),
	RULE("(금세기|이번 ?세기)", OP_REL, UNIT_CENTURY, 0),

	/* Ago and later. */
	RULE("#n_<u>( ?<b>)?( ?<m>)? ?(전|앞서)", OP_AGO, .followed_by = PARTICLES),
	RULE("#n_<u>( ?<b>)?( ?<m>)? ?(뒤|후)", OP_LATER, .followed_by = PARTICLES),

	/* Stretches of time with known ends. */
	RULE("(지난|최근|과거) ?#n_<u>( ?<m>)?간?( ?동안)?", OP_LAST),
	RULE("(향후|앞으로|다음) ?#n_<u>( ?<m>)?간?( ?동안)?", OP_NEXT),

	/* Stretches of time. */
	RULE("#n_<u>( ?<b>)?( ?<m>)?간?( ?동안)?", OP_DURATION, .not_before = "제|第",
		.not_after = "째|차|생|대|급|형|식|도|제|반|판|짜리|자|호|본|러"),
	RULE("#n_<j>_#n_<u>간?", OP_DURATION),
	RULE("#i박 ?#n일", OP_DURATION, UNIT_DAY),
	RULE("<N>(간| ?동안)?", OP_DURATION, UNIT_DAY, .not_after = "째|날|만|밤"),
	RULE("<N> ?전", OP_AGO, UNIT_DAY, .followed_by = PARTICLES),
	RULE("<N> ?(뒤|후)", OP_LATER, UNIT_DAY, .followed_by = PARTICLES),
	RULE("일주일(간| ?동안)?", OP_DURATION, UNIT_WEEK, 1),
	RULE("일주일 ?전", OP_AGO, UNIT_WEEK, 1),
	RULE("일주일 ?(뒤|후)", OP_LATER, UNIT_WEEK, 1),
	RULE("(반년|반 ?년)(간| ?동안)?", OP_DURATION, UNIT_HALF, 1),
	RULE("반년 ?전", OP_AGO, UNIT_HALF, 1),
	RULE("반나절", OP_DURATION, UNIT_HOUR, 6),
	RULE("한나절", OP_DURATION, UNIT_HOUR, 12),

	/* Again and again. */
	RULE("(매년|매해|해마다|연례)", OP_SET, UNIT_YEAR),
	RULE("(매월|매달|달마다)", OP_SET, UNIT_MONTH),
	RULE("매주", OP_SET, UNIT_WEEK),
	RULE("매주 <w>요일", OP_SET, UNIT_WEEK),
	RULE("<w>요일마다", OP_SET, UNIT_WEEK),
	RULE("(매일|날마다|매일 ?아침|매일 ?밤)", OP_SET, UNIT_DAY, .not_after = "경제|신문|유업"),
	RULE("매시간", OP_SET, UNIT_HOUR),
	RULE("격년", OP_SET, UNIT_YEAR, 2),
	RULE("격주", OP_SET, UNIT_WEEK, 2),
	RULE("주 ?#n(일|회|번|차례|시간)", OP_SET, UNIT_WEEK, 1),
	RULE("월 ?#n(회|번|차례)", OP_SET, UNIT_MONTH, 1),
	RULE("연 ?#n(회|번|차례)", OP_SET, UNIT_YEAR, 1),
	RULE("격월", OP_SET, UNIT_MONTH, 2),
	RULE("#n_<u>마다", OP_SET),
	RULE("(연간|1년에)$ ?#n(번|회|차례)", OP_SET, UNIT_YEAR, 1),
	RULE("(일주일|1주일|한 ?주)에$ ?#n ?(번|회|차례|일|시간)", OP_SET, UNIT_WEEK, 1),
	RULE("(하루|1일)에?$ ?#n ?(번|회|차례|시간|잔|끼)", OP_SET, UNIT_DAY, 1),
	RULE("(한 ?달|1개월|월)에$ ?#n ?(번|회|차례)", OP_SET, UNIT_MONTH, 1),

	/* Ages. */
	RULE("(만 ?)?#n ?(세|살)", OP_AGE, UNIT_YEAR,
		.not_after = "기|대|트|계|로|상|금|율|력|종|포|미|부|련|균|제|션|팅"),

	/* What names no day that could be told. */
	RULE("(현재|지금|요즘|요새|오늘날|현시점|이제|현대)", OP_VAGUE, .code = "PRESENT_REF",
		.not_after = "껏|자동차|차|중공업|백화점|건설|제철|모비스|카드|그룹|까지의"),
	RULE("(최근|근래|얼마 전|방금|며칠 ?전|몇 ?년 ?전|수년 ?전|수십 ?년 ?전|수일 ?전|몇 ?달 ?전"
		"|지난날|옛날)", OP_VAGUE, .code = "PAST_REF"),
	RULE("(당시|그때|그 당시|그 무렵)", OP_VAGUE, .code = "PAST_REF", .not_before = "담|해|부"),
	RULE("(향후|앞으로|장래|미래|조만간|머지않아)", OP_VAGUE, .code = "FUTURE_REF",
		.not_after = "에셋|통합"),
	RULE("(수년간?|수십 ?년간?|수개월간?|오랜 ?기간|오랫동안)", OP_VAGUE, .code = "PXY"),

	/* Feasts. */
	RULE("<F>", OP_VAGUE, .code = "XXXX"),
	RULE("음력 ?#M월 ?#D일", OP_VAGUE, .code = "XXXX"),
	RULE("(#n학년 ?)?#n학기", OP_VAGUE, .code = "XXXX"),
	RULE("(봄|여름|가을|겨울|이번|지난|다음|새|매) ?학기", OP_VAGUE, .code = "XXXX"),
	RULE("(제?#n차 ?)?#n개년", OP_VAGUE, .code = "XXXX"),
	RULE("(새해|신년)", OP_VAGUE, .code = "FUTURE_REF"),
	RULE("(갑|을|병|정|무|기|경|신|임|계)(자|축|인|묘|진|사|오|미|신|유|술|해)년", OP_VAGUE,
		.code = "XXXX"),

	/* No time at all. */
	RULE("제?#n(년|일|주|개월)(차|째)", OP_NOT),
	RULE("#n(학년|주년|주기|년차|년 차|년생)", OP_NOT),
	RULE("(첫째|첫|둘째|셋째|넷째|마지막) ?주? ?<w>요일", OP_NOT),
	RULE("제#n", OP_NOT),
	RULE("일시(적|금|불|정지|상환)", OP_NOT),
	RULE("전년 ?(比|비|대비|보다)", OP_NOT),
	RULE("전년 ?(동기|동월|같은 기간) ?(比|비|대비)?", OP_VAGUE, .code = "PAST_REF"),
	RULE("전(월|일|분기) ?(比|비|대비)", OP_NOT),
	RULE("(오늘의집|내일신문|매일경제|매일신문|세월|생일|구월동|삼일절|사월초파일|팔월대보름"
		"|유월절|시월드|오월동주|일월성신)", OP_NOT),
	RULE("(이전|이후|이달의 소녀|전날개)", OP_NOT),
	RULE("#n시리즈", OP_NOT),
	RULE("#n분의 ?#n", OP_NOT),
	RULE("(한|두|세|네|몇|여러) ?[분일]", OP_NOT),
};

static const struct rule_list lists[] = {
	{'n', "한=1|두어=-1|두=2|세=3|석=3|서너=3|네=4|넉=4|다섯=5|대여섯=5|여섯=6|일곱=7|여덟=8|아홉=9"
		"|열=10|열한=11|열두=12|스무=20|서른=30|마흔=40|쉰=50|몇=-1|몇십=-1|수십=-1|여러=-1"
		"|십=10|백=100"},
	{'N', "하루=1|이틀=2|사흘=3|나흘=4|닷새=5|엿새=6|이레=7|여드레=8|아흐레=9|열흘=10|보름=15"},
	{'o', "일=0|이=1|삼=2|사=3|오=4|유=5|칠=6|팔=7|구=8|시=9|십일=10|십이=11"},
	{'u', "년/해|개월/달|주/주일|일|시간|분|초|분기||세기"},
	{'b', "반"},
	{'m', "넘게=5|이상=5|여=5|남짓=4|가량=4|정도=4|쯤=4|가까이=6|이내=6|미만=6"},
	{'w', "월|화|수|목|금|토|일"},
	{'j', "-|－|–|—|~|∼|〜|～|에서|부터"},
	{'k', "-|–|~|∼|〜|～"},
	{'h', "상|하"},
	{'s', "봄|여름|가을|겨울"},
	{'p', "초=0|초중반=0|중후반=2|초반=0|초기=0|벽두=0|중반=1|중순=4|중엽=1|중=1|말=2|말기=2|후반=2|하순=5|상순=3"
		"|초순=3|전반=6|무렵=8|즈음=8"},
	{'q', "연초=0|연말=2|연내=2|연말연시=2"},
	{'r', "월초=0|월말=2"},
	{'f', "상순=3|초순=3|중순=4|하순=5"},
	{'a', "오전/새벽/아침|오후/저녁/밤/낮/정오/자정"},
	{'e', "민국=1911|쇼와=1925|헤이세이=1988|레이와=2018|메이지=1867|다이쇼=1911"},
	{'F', "설날/추석/한가위/크리스마스/성탄절/삼일절/광복절/개천절/한글날/현충일/어린이날"
		"/어버이날/스승의 날/신정/구정/부처님 오신 날/석가탄신일/제헌절/근로자의 날"
		"/핼러윈"},
};

static const struct rule_mod before[] = {
	{"약|대략|어림잡아|거의", TAG_APPROX, NULL},
	{"최소|적어도", TAG_MORE_THAN, NULL},
	{"불과", TAG_MOD_NONE, NULL},
	{NULL, TAG_MOD_NONE, NULL},
};

static const struct rule_mod after[] = {
	{"가량|쯤|께|경|무렵|즈음|정도", TAG_APPROX, PARTICLES},
	{"이상|넘게|넘는|여", TAG_MORE_THAN, PARTICLES},
	{"이내|미만|가까이", TAG_LESS_THAN, NULL},
	{NULL, TAG_MOD_NONE, NULL},
};
/* clang-format on */

const struct rules rules_ko = {
	.language = "ko",
	.rules = rules,
	.count = sizeof rules / sizeof *rules,
	.lists = lists,
	.list_count = sizeof lists / sizeof *lists,
	.before = before,
	.after = after,
	.glue = "의|(현지시간)|(현지시각)|현지시간|현지 시간|한국시간",
	.joins = "-|－|–|—|~|∼|〜|～|에서|부터",
	.past = "했|었|았|였|됐|섰|졌|갔|왔|냈|렸|났|췄|켰|꿨|썼|샀|봤|줬|쳤|혔|겼|뒀|떴|뛰었|올랐|"
		"줄었",
	.news = "밝혔다|전했다|말했다|따르면|보도했다|현지시간|현지시각|현지 시간|현지 시각",
	.coming = "한다|된다|연다|낸다|닌다|쓴다|판다|는다|선다|린다|진다|든다|것이다",
	.future = "예정|계획이|계획도|계획을 밝|전망이|전망도|전망된다|것으로 전망|방침|것으로 "
		  "보인다|것으로 예상|할 것|될 것|을 것|앞두고|목표|이르면"
		  "|가능성이|가능성도",
	.near = "일자로|부로|까지",
	.since = "이후|이래",
	.habit = "자주|항상|보통|흔히|언제나|만약|예를 들어|종종|대개",
	.word_start = 1,
	.aged = ",|.|)|남|여|의 남|의 여|인 |이하|이상|미만|~|·|∼|가 된|를 맞|이다|짜리",
	.birth = "태어나|태어난|태어났|출생|태생|생으로",
};
