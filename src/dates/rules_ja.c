/* SPDX-License-Identifier: ISC
 *
 * Japanese.
 */
#include "config.h"

#include "dates/rule.h"
#include "dates/tag.h"

/* clang-format off */
static const struct rule rules[] = {
	/* Years. */
	RULE("#Y年", OP_YEAR),
	RULE("#Y年度", OP_YEAR),
	RULE("#Y<j>#Y年度?", OP_YEAR),
	RULE("#Y年?<k>#y年", OP_YEAR, .not_after = "にわた|に渡|間|以上|ほど|近く|余|ぶり|続|連続"),
	RULE("(西暦|紀元)#i年", OP_YEAR),
	RULE("紀元前#i年", OP_YEAR, UNIT_BCE),
	RULE("#y年", OP_YEAR2, .flags = FLAG_WEAK,
		.not_after = "にわた|に渡|間|以上|ほど|近く|余|ぶり|続|連続|目|前|後"),
	RULE("#z年", OP_YEAR2, .not_after = "間|前|後|ぶり|生|近|以|目|も|の歴史|の"),
	RULE("[’']#y年", OP_YEAR2),
	RULE("#y年$に", OP_YEAR2,
		.not_after = "に及|にわた|に渡|に一|に1|に１|に迫|に満|に#|に2|に２|に二|にも及"),
	RULE("#j年$[にの、]", OP_YEAR, .not_before = "約|第|創業|創立",
		.not_after = "の歴|の伝|の時|の長|の間|に及|にわた|に渡"),
	RULE("#J年", OP_YEAR, .flags = FLAG_WEAK),
	RULE("#Y[（(]<e>_(元|#E)[)）]年", OP_YEAR),
	RULE("#Y年[（(]<e>_(元|#E)年[)）]#M月", OP_YMD),
	RULE("<e>_(元|#E)[（(]#R[)）]年度?", OP_YEAR),
	RULE("<e>(元|#E)年度?", OP_ERA),
	RULE("<e>(初期|前期|中期|後期|末期)", OP_VAGUE, .code = "XXXX"),
	RULE("<e>#E<j>#E年", OP_ERA),
	RULE("<e>#E年代", OP_ERA, .flags = FLAG_SPAN),
	RULE("R#E年度?", OP_ERA, .value = 2018),
	RULE("R#E[./]#M[./]#D", OP_YMD, .value = 2018),
	RULE("H#E年度?", OP_ERA, .value = 1988),
	RULE("H#E[./]#M[./]#D", OP_YMD, .value = 1988),
	RULE("S#E年度?", OP_ERA, .value = 1925),
	RULE("S#E[./]#M[./]#D", OP_YMD, .value = 1925),
	RULE("#y年度", OP_YEAR2),
	RULE("(今年|本年|ことし)", OP_REL, UNIT_YEAR, 0),
	RULE("(今年度|本年度)", OP_REL, UNIT_YEAR, 0),
	RULE("(去年|昨年|昨年度)", OP_REL, UNIT_YEAR, -1),
	RULE("昨年度", OP_REL, UNIT_YEAR, -1),
	RULE("(一昨年|おととし)", OP_REL, UNIT_YEAR, -2),
	RULE("来年度?", OP_REL, UNIT_YEAR, 1),
	RULE("再来年", OP_REL, UNIT_YEAR, 2),
	RULE("翌年度?", OP_REL, UNIT_YEAR, 1, FLAG_THAT),
	RULE("翌々年", OP_REL, UNIT_YEAR, 2, FLAG_THAT),
	RULE("(同年|同年度|同じ年|その年)", OP_REL, UNIT_YEAR, 0, FLAG_THAT),
	RULE("この年", OP_REL, UNIT_YEAR, 0, FLAG_THAT, .not_after = "齢|代|になって|まで|で|末|度|頃|ごろ"),
	RULE("(前年|前年度)", OP_REL, UNIT_YEAR, -1, FLAG_THAT),

	/* Parts of years. */
	RULE("<h>半期", OP_HALF),
	RULE("<h>期", OP_HALF, .flags = FLAG_WEAK),
	RULE("第?#Q四半期", OP_QUARTER),
	RULE("第#Q[・、〜～-]#Q四半期", OP_QUARTER),
	RULE("#QQ", OP_QUARTER, .flags = FLAG_WEAK),
	RULE("(今|当|本)四半期", OP_REL, UNIT_QUARTER, 0),
	RULE("前四半期", OP_REL, UNIT_QUARTER, -1),
	RULE("来四半期", OP_REL, UNIT_QUARTER, 1),
	RULE("<s>", OP_SEASON, .flags = FLAG_WEAK),
	RULE("翌<s>", OP_REL, UNIT_YEAR, 1, FLAG_THAT),
	RULE("今<s>", OP_REL, UNIT_YEAR, 0),
	RULE("昨<s>", OP_REL, UNIT_YEAR, -1),
	RULE("来<s>", OP_REL, UNIT_YEAR, 1),

	/* Months. */
	RULE("#M月", OP_MONTH, .not_after = "例|謡|光|面|見|給|額|齢|桂"),
	RULE("#M<j>#M月期?", OP_MONTH),
	RULE("#M月?[、・]#M月", OP_MONTH),
	RULE("(今月|本月)", OP_REL, UNIT_MONTH, 0),
	RULE("先月", OP_REL, UNIT_MONTH, -1),
	RULE("先々月", OP_REL, UNIT_MONTH, -2),
	RULE("来月", OP_REL, UNIT_MONTH, 1),
	RULE("再来月", OP_REL, UNIT_MONTH, 2),
	RULE("(同月|当月|同じ月|その月)", OP_REL, UNIT_MONTH, 0, FLAG_THAT),
	RULE("翌月", OP_REL, UNIT_MONTH, 1, FLAG_THAT),
	RULE("前月", OP_REL, UNIT_MONTH, -1, FLAG_THAT),

	/* Weeks and their days. */
	RULE("今週", OP_REL, UNIT_WEEK, 0, FLAG_GENERAL),
	RULE("先週", OP_REL, UNIT_WEEK, -1, FLAG_GENERAL),
	RULE("先々週", OP_REL, UNIT_WEEK, -2),
	RULE("来週", OP_REL, UNIT_WEEK, 1, FLAG_GENERAL),
	RULE("再来週", OP_REL, UNIT_WEEK, 2),
	RULE("翌週", OP_REL, UNIT_WEEK, 1, FLAG_THAT),
	RULE("(同週|その週)", OP_REL, UNIT_WEEK, 0, FLAG_THAT),
	RULE("先々週の?<w>曜日?", OP_WEEKDAY, 0, -2, FLAG_WEEK),
	RULE("先週の?<w>曜日?", OP_WEEKDAY, 0, -1, FLAG_WEEK),
	RULE("今週の?<w>曜日?", OP_WEEKDAY, 0, 0, FLAG_WEEK),
	RULE("来週の?<w>曜日?", OP_WEEKDAY, 0, 1, FLAG_WEEK),
	RULE("<w>曜日?", OP_WEEKDAY, .not_after = "大工|ドラマ|ロードショー|サスペンス|劇場|洋画|から夜ふかし"),
	RULE("[（(]<w>(曜日|曜)?[・]?(祝)?[）)]", OP_WEEKDAY, .flags = FLAG_WEAK),
	RULE("先週末", OP_WEEKEND, 0, -1, FLAG_WEEK),
	RULE("今週末", OP_WEEKEND, 0, 0, FLAG_WEEK),
	RULE("来週末", OP_WEEKEND, 0, 1, FLAG_WEEK),
	RULE("(週末|土日|平日)", OP_VAGUE, .code = "XXXX-WXX-WE"),

	/* Days. */
	RULE("#D日", OP_DAY, .flags = FLAG_WEAK, .not_after = "間"),
	RULE("#A日", OP_DAY,
		.not_after = "間|前|後|以|あたり|当|目|ぶり|程|ほど|くらい|本|分|連続|かか|でき|も"
		"|ごと|おき|平均|弱|強|中", .not_before = "丸|まる"),
	RULE("#D日?<j>#D日", OP_DAY, .not_after = "間"),
	RULE("#D日?[、・]#D日", OP_DAY, .not_after = "間"),
	RULE("(今日|本日|きょう|今朝|今夜|今晩|けさ)", OP_REL, UNIT_DAY, 0, FLAG_GENERAL,
		.not_after = "的|子"),
	RULE("(昨日|きのう|昨夜|昨晩|ゆうべ)", OP_REL, UNIT_DAY, -1, FLAG_GENERAL),
	RULE("(一昨日|おととい|一昨夜)", OP_REL, UNIT_DAY, -2),
	RULE("(明日|あした|明朝|明晩)", OP_REL, UNIT_DAY, 1, FLAG_GENERAL),
	RULE("あす", OP_REL, UNIT_DAY, 1, FLAG_GENERAL, .not_after = "か|ぱ|な"),
	RULE("(明後日|あさって)", OP_REL, UNIT_DAY, 2),
	RULE("(同日|同じ日|当日|その日)", OP_REL, UNIT_DAY, 0, FLAG_THAT),
	RULE("この日", OP_REL, UNIT_DAY, 0, FLAG_THAT, .not_after = "本"),
	RULE("(翌日|翌朝)", OP_REL, UNIT_DAY, 1, FLAG_THAT),
	RULE("翌々日", OP_REL, UNIT_DAY, 2, FLAG_THAT),
	RULE("前日", OP_REL, UNIT_DAY, -1, FLAG_THAT),

	/* Parts of what stands before, and of the unit at hand. */
	RULE("の?<p>", OP_PART, .flags = FLAG_WEAK),
	RULE("<q>", OP_REL, UNIT_YEAR, 0,
		.not_before = "青|少|中|壮|若|数|毎|近|周|例|今|来|去|昨|同|翌|前|本|当|一"),
	RULE("<r>", OP_REL, UNIT_MONTH, 0),
	RULE("<f>", OP_PART),

	/* Time of day. */
	RULE("<a>?#H時#m分(#m秒)?", OP_TIME),
	RULE("<a>?#H時半", OP_TIME),
	RULE("<a>#H時", OP_TIME),
	RULE("#H時", OP_TIME, .not_after = "間|代|期|点|給|限|速|折"),
	RULE("<a>#H:#m", OP_TIME),
	RULE("<a>", OP_TIME, .flags = FLAG_WEAK),

	/* Decades and centuries. */
	RULE("#Y年代", OP_DECADE),
	RULE("#d年代", OP_DECADE),
	RULE("[’']#d年代", OP_DECADE),
	RULE("#d[、・〜～]#d年代", OP_DECADE),
	RULE("#Y<j>#d年代", OP_DECADE),
	RULE("#C世紀", OP_CENTURY, .not_after = "にわた|に渡|以上|近く|ぶり|余|を超"),
	RULE("#C世紀$(半ば|なかば)", OP_CENTURY),
	RULE("#C<j>#C世紀", OP_CENTURY),
	RULE("紀元前#C世紀", OP_CENTURY, UNIT_BCE),
	RULE("前世紀", OP_REL, UNIT_CENTURY, -1),
	RULE("今世紀", OP_REL, UNIT_CENTURY, 0),

	/* Ago and later. */
	RULE("#n<u><b>?<m>?前", OP_AGO, .not_after = "期|後|半|年|面"),
	RULE("#n<u><b>?<m>?後", OP_LATER, .not_after = "期|半|ろ|悔|継"),

	/* Stretches of time with known ends. */
	RULE("(過去|ここ|最近の?|直近の?|この)#n<u>間?", OP_LAST),
	RULE("(今後|向こう|これから|これからの|この先)#n<u>間?", OP_NEXT),

	/* Stretches of time. */
	RULE("#n<u><b>?<m>?", OP_DURATION, .not_before = "第",
		.not_after = "目|生|度|代|号|式|版|産|卒|物|分の|の一|期|級|組"),
	RULE("#n<u><b>?<m>", OP_DURATION, .not_before = "第"),
	RULE("#n<j>#n<u>", OP_DURATION),
	RULE("#i泊#n日", OP_DURATION, UNIT_DAY),
	RULE("(半日|半日間)", OP_DURATION, UNIT_HOUR, 12),
	RULE("四半世紀", OP_DURATION, UNIT_YEAR, 25),
	RULE("[1１一]日(中|じゅう)", OP_DURATION, UNIT_DAY, 1),
	RULE("(一晩|一昼夜|丸一日|まる一日)", OP_DURATION, UNIT_DAY, 1),

	/* Again and again. */
	RULE("(毎年|毎年度|例年)", OP_SET, UNIT_YEAR),
	RULE("毎月", OP_SET, UNIT_MONTH),
	RULE("毎週", OP_SET, UNIT_WEEK),
	RULE("毎週の?<w>曜日?", OP_SET, UNIT_WEEK),
	RULE("毎月第#i<w>曜日?", OP_SET, UNIT_MONTH, 1),
	RULE("(毎日|毎朝|毎晩|連日)", OP_SET, UNIT_DAY, .not_after = "新聞|放送"),
	RULE("毎時", OP_SET, UNIT_HOUR),
	RULE("毎分", OP_SET, UNIT_MINUTE),
	RULE("隔年", OP_SET, UNIT_YEAR, 2),
	RULE("隔月", OP_SET, UNIT_MONTH, 2),
	RULE("隔週", OP_SET, UNIT_WEEK, 2),
	RULE("年に?_#i<t>", OP_SET, UNIT_YEAR,
		.not_before = "今|去|昨|来|同|翌|前|学|少|青|中|近|数|周"),
	RULE("月に?_#i<t>", OP_SET, UNIT_MONTH, .not_before = "今|先|来|同|翌|前|毎"),
	RULE("週に?_#i<t>", OP_SET, UNIT_WEEK, .not_before = "今|先|来|翌|毎"),
	RULE("週#D日", OP_SET, UNIT_WEEK, 1, .not_before = "今|先|来|翌|毎"),
	RULE("[1１一]日(に|に?つき)?$#n(回|度|時間|分|食|本|杯|個|件|人|枚|台|歩|字|ページ|万|千|円"
		"|冊|通|便|往復|組)", OP_SET, UNIT_DAY, 1),
	RULE("[1１一](日|日間)(あたり|当たり|平均)", OP_SET, UNIT_DAY),
	RULE("[1１一]年(あたり|当たり)", OP_SET, UNIT_YEAR),
	RULE("#n<u>に[1１一]<t>", OP_SET),
	RULE("#n<u>(ごと|おき|毎)", OP_SET),

	/* Ages. */
	RULE("(満)?#n[歳才]", OP_AGE, UNIT_YEAR),

	/* What names no day that could be told. */
	RULE("(現在|目下|現時点|昨今|いまや|今や|現代)", OP_VAGUE, .code = "PRESENT_REF"),
	RULE("(最近|近年|近頃|先日|先ごろ|先頃|このほど|この間|かねて|数年来|長年)", OP_VAGUE,
		.code = "PAST_REF"),
	RULE("(当時|その頃|そのころ|往時|昔)", OP_VAGUE, .code = "PAST_REF", .not_after = "話"),
	RULE("(将来|未来|今後|近日中|近いうち|近い将来)", OP_VAGUE, .code = "FUTURE_REF"),

	/* Feasts. */
	RULE("<F>", OP_VAGUE, .code = "XXXX"),
	RULE("旧暦#M月#D日", OP_VAGUE, .code = "XXXX"),
	RULE("[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]の?年", OP_VAGUE, .code = "XXXX"),

	/* No time at all. */
	RULE("一時(期|的|間際|停止|帰国|金|保|中断|しのぎ)?", OP_NOT, .not_after = "間"),
	RULE("第#n", OP_NOT),
	RULE("第#i<w>曜日?", OP_NOT),
	RULE("週休#n日", OP_NOT),
	RULE("第#n(年|日|月|週|期|次)", OP_NOT),
	RULE("#n年(目|次|組)", OP_NOT),
	RULE("#D年生", OP_NOT),
	RULE("#n(日|週|週間|ヶ月|か月|カ月|世紀|時間)目", OP_NOT),
	RULE("#n(日|月)(号|付け?の新聞)", OP_NOT),
	RULE("#M月#D日号", OP_NOT),
	RULE("(三日月|三日坊主|十日町|四日市|五日市|八日市|廿日市|二日酔い|二日市|一日千秋|千日前"
		"|百日紅|百日咳|十月革命|五月病|五月雨|二月堂|三月堂)", OP_NOT),
	RULE("(前年|前月|前日|前週)(比|同期比|同月比|割れ|並み)", OP_NOT),
	RULE("(前年|前年度)(同期|同月|同日)", OP_VAGUE, .code = "PAST_REF"),
	RULE("(今日子|明日香|明日葉|春日|小春日和|十五夜|お月見)", OP_NOT),
	RULE("#n分の#n", OP_NOT),
	RULE("半分", OP_NOT),
	RULE("(小学|中学|高校|大学|高専|修士|博士)校?#D年", OP_NOT),
	RULE("(年末年始|週明け)", OP_VAGUE, .code = "XXXX"),
	RULE("#n分(咲き|丈|袖|目|割|野|類)", OP_NOT),
	RULE("#M月場所", OP_NOT),
	RULE("(24|２４|二十四)時間(営業|体制|態勢|対応|年中|365|３６５|テレビ|レース)", OP_NOT),
	RULE("(第#n次)?[五5５][カヵか]年計画", OP_VAGUE, .code = "XXXX"),
	RULE("(大学|高校|中学)?#D年(生)?の?[春夏秋冬]", OP_VAGUE, .code = "XXXX"),
	RULE("(前|後|春|秋|新|今|来)学期", OP_VAGUE, .code = "XXXX"),
	RULE("#n日経", OP_NOT),
	RULE("昔話", OP_NOT),
};

static const struct rule_list lists[] = {
	{'u', "年/年間|ヶ月/ヵ月/か月/カ月/ケ月/箇月/個月/ヶ月間/ヵ月間/か月間/カ月間/ケ月間|週間"
		"/週|日/日間/泊|時間|分/分間|秒/秒間|四半期||世紀"},
	{'b', "半"},
	{'m', "余り=5|余=5|あまり=5|以上=5|超=5|ほど=4|くらい=4|ぐらい=4|程度=4|近く=6|足らず=6"
		"|弱=6|強=5"},
	{'w', "月|火|水|木|金|土|日"},
	{'j', "-|－|–|—|~|～|〜|から|ー|年から"},
	{'k', "-|－|–|~|～|〜|から|と|、"},
	{'h', "上|下"},
	{'s', "春|夏|秋|冬"},
	{'t', "回|度"},
	{'p', "初頭=0|初め=0|はじめ=0|始め=0|頭=0|当初=0|序盤=0|半ば=1|なかば=1|中頃=1|中ごろ=1"
		"|中盤=1|中期=1|末=2|末期=2|終わり=2|終盤=2|暮れ=2|上旬=3|初旬=3|中旬=4|下旬=5"
		"|前半=6|後半=7|前後=8"},
	{'q', "年初=0|年始=0|年明け=0|年末=2|年の瀬=2|年内=2|年度末=2|年度内=2|年度初め=0"},
	{'r', "月初=0|月初め=0|月末=2"},
	{'f', "上旬=3|初旬=3|中旬=4|下旬=5"},
	{'a', "午前/早朝/未明/朝|午後/夕方/夕/夜/深夜/昼/正午"},
	{'e', "令和=2018|平成=1988|昭和=1925|大正=1911|明治=1867|慶応=1864|元治=1863|文久=1860"
		"|万延=1859|安政=1853|嘉永=1847|弘化=1843|天保=1829|文政=1817|文化=1803|享和=1800"
		"|寛政=1788|天明=1780|安永=1771|明和=1763|宝暦=1750|享保=1715|元禄=1687|寛永=1623"
		"|元和=1614|慶長=1595|永禄=1557|文禄=1591|天正=1572|治承=1176|寿永=1181|文治=1184|建久=1189"
		"|承久=1218|貞永=1231|文永=1263|弘安=1277|建武=1333|応永=1393|応仁=1466|文明=1468|永正=1503"
		"|天文=1531|元亀=1569|正保=1643|慶安=1647|承応=1651|明暦=1654|万治=1657|寛文=1660"
		"|延宝=1672|天和=1680|貞享=1683|宝永=1703|正徳=1710|元文=1735|寛保=1740|延享=1743"
		"|寛延=1747|民国=1911"},
	{'F', "正月/お正月/元旦/元日/大晦日/大みそか/お盆/クリスマス/クリスマスイブ"
		"/ゴールデンウイーク/ゴールデンウィーク/シルバーウイーク/シルバーウィーク/節分"
		"/ひな祭り/バレンタインデー/ハロウィン/こどもの日/成人の日/敬老の日/文化の日"
		"/憲法記念日/海の日/山の日/体育の日/スポーツの日/勤労感謝の日/春分の日/秋分の日"
		"/母の日/父の日/彼岸"},
};

static const struct rule_mod before[] = {
	{"約|およそ|おおよそ|ほぼ|〜|～|~|概ね|おおむね", TAG_APPROX, NULL},
	{"丸|まる", TAG_MOD_NONE, NULL},
	{NULL, TAG_MOD_NONE, NULL},
};

static const struct rule_mod after[] = {
	{"ごろ|頃|ころ|前後|ほど|くらい|ぐらい|程度", TAG_APPROX, NULL},
	{"以上|余り|あまり|超", TAG_MORE_THAN, NULL},
	{"近く|足らず|未満|以内", TAG_LESS_THAN, NULL},
	{"現在|時点", TAG_MOD_NONE, NULL},
	{NULL, TAG_MOD_NONE, NULL},
};
/* clang-format on */

const struct rules rules_ja = {
	.language = "ja",
	.rules = rules,
	.count = sizeof rules / sizeof *rules,
	.lists = lists,
	.list_count = sizeof lists / sizeof *lists,
	.before = before,
	.after = after,
	.glue = "の|日本時間|現地時間",
	.joins = "-|－|–|—|~|～|〜|ー|から|より|至",
	.since = "以来|以降",
	.past = "した|った|済み|終え|えた|けた|めた|いた",
	.news = "によると|明らかにした|報じた|時点|分かった|伝えた",
	.coming = "する|される|なる|れる|める|げる|ける|せる|べる|える|入る|移る|始まる|決まる|"
		  "開く|行う"
		  "|行く|移す|出す|示す|指す|組む|臨む|選ぶ|控える|見込む|ます|つもり|働く|書く|"
		  "続く|届く|動く|置く|始める|目指す",
	.future = "次期|次回|来たる|に向け|を控え|ようとし|開催される|行われる|始まる|開かれる|"
		  "発売される"
		  "|公開される|発表される|実施される|予定|見込み|見通し|する方針|計画|つもり|"
		  "だろう|目指",
	.near = "付で|付けで|付の|付け",
	.habit = "いつも|よく|普段|通常|しばしば|たいてい|もし|例えば|たとえば",
	.birth = "生まれ|誕生|出生",
	.aged = "の男|の女|、|。|）|)|以|未|児|から|まで|の誕生|になる|となる|の息子|の娘|の少",
	.commas = "、",
};
