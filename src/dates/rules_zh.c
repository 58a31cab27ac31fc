/* SPDX-License-Identifier: ISC
 *
 * Chinese, simplified and traditional alike.
 */
#include "config.h"

#include "dates/rule.h"
#include "dates/tag.h"

/* What makes of 5年 a stretch of time and not the year 5. */
#define STRETCH                                                                                    \
	"前|后|後|来|來|间|間|内|內|多|以|之|里|裡|的|半|左右|时间|時間|历史|歷史|期|级|級|制"
/* What makes of 289年 a stretch of time too. */
#define COUNTED                                                                                                                \
	"了|共|约|約|近|达|達|过|過|计|計|有|国|國|第|长|長|历时|歷時|历经|歷經|在位|统治|統治" \
	"|距今|存在"
/* What is behind a year that may be one of the Republic. */
#define DATED "(#M月|第#Q季|[上下]半年|初|底)"
/* What 三月十五 before it counts. */
#define COUNTERS                                                                                                              \
	"个|個|家|名|人|位|天|年|次|多|余|餘|万|萬|亿|億|元|岁|歲|件|项|項|条|條|所|座|辆|台|款" \
	"|部|集|场|倍|分|月|里|只|头|株|点|點"
/* What a bare 13号 must come behind: in names it is a number (神舟十三号). */
#define BEFORE_DAY "在|于|於|到|至|从|從|自|月|和|与|與|及|截至|是|将|將|的|就|了|定|日|号|號"

/* What a 13号 before it names, not dates. */
#define NAMED                                                                                                                   \
	"线|線|楼|樓|院|店|厂|廠|位|机|機|文件|码|碼|称|召|令|员|員|门|門|馆|館|房|车|車|选|選"    \
	"|种|種|人物|作品|公路|染料|电池|電池|首长|字|球|候|桌|床|坑|柜|櫃|台|仓|倉|井|矿|礦|牌" \
	"|别墅|地块|泊|登|出口|航|船|艇|舰|艦|火箭|卫星|衛星|探|飞|飛|空间|发动|發動|引擎|油"    \
	"|高炉|反应|服务|产品|產品|项目|項目|工程|宿舍|教|大|公|提案|议|議|决|決|法|指令|文|型" \
	"|箱|场|場|路|街|歌|曲|交响|交響|实验|實驗"

/* clang-format off */
static const struct rule rules[] = {
	/* Years. */
	RULE("#Y年", OP_YEAR),
	RULE("#Y<j>#Y年", OP_YEAR),
	RULE("#Y年?<k>#y年", OP_YEAR),
	RULE("#Y[、和与與]#Y年", OP_YEAR),
	RULE("#Y(年度|学年|學年度?|会计年度|會計年度)", OP_YEAR),
	RULE("#Y<j>#Y(学年|學年度?)", OP_YEAR),
	RULE("#J(年度|學年度?)", OP_YEAR, .value = 1911, .not_before = "第"),
	RULE("#J年$_" DATED, OP_YEAR, .flags = FLAG_REPUBLIC),
	RULE("(在|于|於|到|至|自|从|從)^#J年$_" DATED, OP_YEAR, .flags = FLAG_REPUBLIC),
	RULE("#Y[-/]#y_(赛季|賽季|学年|學年|财年|財年)", OP_YEAR),
	RULE("#Y(财年|財年|赛季|賽季)", OP_YEAR),
	RULE("[“‘「『\"]^<V>$[”’」』\"]", OP_YEAR, .flags = FLAG_SPAN),
	RULE("[“‘「『\"]?^<v>$[”’」』\"]?(期间|期間|时期|時期|规划|規劃|計畫|计划|计畫|末期|初期|中期)",
		OP_YEAR, .flags = FLAG_SPAN),
	RULE("[今去明前][（(]#R[）)]年", OP_YEAR),
	RULE("[今去明前][（(]#J[）)]年", OP_YEAR, .value = 1911),
	RULE("(公元|西元|西历|西曆)#i年", OP_YEAR),
	RULE("(公元前|西元前|纪元前|紀元前)#i年", OP_YEAR, UNIT_BCE),
	RULE("前#J年", OP_YEAR, UNIT_BCE, .not_after = STRETCH),
	RULE("(公元前|西元前|前)#i<j>前?#i年", OP_YEAR, UNIT_BCE),
	RULE("#j年", OP_YEAR, .not_before = COUNTED, .not_after = STRETCH "|了"),
	RULE("#J年$[，,]", OP_YEAR, .not_before = COUNTED),
	RULE("#j<k>#j年", OP_YEAR, .not_before = COUNTED, .not_after = STRETCH "|了"),
	RULE("(有|了|共|达|達|距今)^#n年", OP_DURATION, UNIT_YEAR,
		.not_after = "前|后|後|来|來|多|以|之|半|级|級|代|里|间|間"),
	RULE("(在|于|於|到|至|自|从|從)^#J年", OP_YEAR, .not_after = STRETCH),
	RULE("#y年", OP_YEAR2, .flags = FLAG_WEAK),
	RULE("(在|于|於|到|到了)^#y年", OP_YEAR2, .not_after = STRETCH),
	RULE("(从|從|自)^#y年", OP_YEAR2, .not_after = "前|后|後|来|來|间|間|内|內|多|的"),
	RULE("#y年$(开始|開始|起|元旦|春节|春節|暑假|寒假|[这這那]一?年)", OP_YEAR2),
	RULE("#z年", OP_YEAR2, .not_after = STRETCH),
	RULE("#y<j>#z年", OP_YEAR2, .not_after = STRETCH),
	RULE("<e>(元|#E)年", OP_ERA),
	RULE("<e>#E<j>#E年", OP_ERA),
	RULE("今年", OP_REL, UNIT_YEAR, 0),
	RULE("本年", OP_REL, UNIT_YEAR, 0, .not_after = "级|級"),
	RULE("本年度", OP_REL, UNIT_YEAR, 0),
	RULE("(去年|昨年|上年)", OP_REL, UNIT_YEAR, -1),
	RULE("上一?年度", OP_REL, UNIT_YEAR, -1),
	RULE("前年", OP_REL, UNIT_YEAR, -2),
	RULE("大前年", OP_REL, UNIT_YEAR, -3),
	RULE("(明年|来年|來年)", OP_REL, UNIT_YEAR, 1),
	RULE("下一?年度", OP_REL, UNIT_YEAR, 1),
	RULE("[后後]年", OP_REL, UNIT_YEAR, 2),
	RULE("(次年|翌年|隔年)", OP_REL, UNIT_YEAR, 1, FLAG_THAT),
	RULE("[前上]一年", OP_REL, UNIT_YEAR, -1, FLAG_THAT, .not_after = "级|級|度"),
	RULE("前一[天日晚]", OP_REL, UNIT_DAY, -1, FLAG_THAT, .not_before = "目|以|之"),
	RULE("前一[个個]?<W>", OP_REL, UNIT_WEEK, -1, FLAG_THAT),
	RULE("前一[个個]?月", OP_REL, UNIT_MONTH, -1, FLAG_THAT),
	RULE("[后後下]一年", OP_REL, UNIT_YEAR, 1, FLAG_THAT, .not_before = "最|今|以|之",
		.not_after = "级|級|度"),
	RULE("(同年|同一年|[该該]年)", OP_REL, UNIT_YEAR, 0, FLAG_THAT),
	RULE("[当當]年$_[0123456789一二三四五六七八九十春夏秋冬]", OP_REL, UNIT_YEAR, 0,
		FLAG_THAT | FLAG_WEAK),
	RULE("[当當]年$(年底|年初|年末|年中|上半年|下半年)", OP_REL, UNIT_YEAR, 0, FLAG_THAT),
	RULE("今明[两兩]年", OP_REL, UNIT_YEAR, 0),

	/* Parts of years. */
	RULE("<h>半年", OP_HALF, .not_before = "加|再加|楼|樓"),
	RULE("前半年", OP_HALF, .value = 1, .flags = FLAG_WEAK),
	RULE("[后後]半年", OP_HALF, .value = 2, .flags = FLAG_WEAK),
	RULE("第?#Q季度", OP_QUARTER),
	RULE("第#Q季", OP_QUARTER, .not_after = "稻|报|報"),
	RULE("#Q季", OP_QUARTER, .flags = FLAG_WEAK, .not_after = "稻|报|報"),
	RULE("第?#Q<j>#Q季度?", OP_QUARTER),
	RULE("第?#Q[、和与與]第?#Q季度?", OP_QUARTER),
	RULE("首季度?", OP_QUARTER, .value = 1),
	RULE("前#Q个?季度?", OP_QUARTER, .flags = FLAG_SPAN),
	RULE("前#Q個?季度?", OP_QUARTER, .flags = FLAG_SPAN),
	RULE("[上]一?个?季度", OP_REL, UNIT_QUARTER, -1),
	RULE("上一?個?季度", OP_REL, UNIT_QUARTER, -1),
	RULE("(本|这个?|這個?)季度", OP_REL, UNIT_QUARTER, 0),
	RULE("下一?[个個]?季度", OP_REL, UNIT_QUARTER, 1),
	RULE("<s>[天季日]?", OP_SEASON, .flags = FLAG_WEAK,
		.not_after = "节|節|联|聯|晚|运|運|游|遊|装|裝|招|分|至|耕|种|種|雨|风|風|色|节"
		"|秋战国"),
	RULE("今<s>", OP_REL, UNIT_YEAR, 0, .not_after = "节|節|晚|联"),
	RULE("去<s>", OP_REL, UNIT_YEAR, -1, .not_after = "节|節|晚|联|游"),
	RULE("明<s>", OP_REL, UNIT_YEAR, 1, .not_after = "节|節|晚|联"),

	/* Months. */
	RULE("#M月份?", OP_MONTH, .not_after = "球|饼|餅|亮|薪|租|票|供|嫂|季|卡|个|個|间|間"),
	RULE("元月份?", OP_MONTH, .value = 1),
	RULE("#M月#D[到至]#D[日号號]?", OP_YMD),
	RULE("#M月#B[日号號]?", OP_YMD, .not_after = COUNTERS),
	RULE("#M<j>#M月份?", OP_MONTH),
	RULE("#M月?[、和或]#M月份?", OP_MONTH),
	RULE("上一?[个個]?月", OP_REL, UNIT_MONTH, -1, .not_after = "球|亮|台"),
	RULE("上上[个個]?月", OP_REL, UNIT_MONTH, -2),
	RULE("(本月|[这這][个個]月)", OP_REL, UNIT_MONTH, 0),
	RULE("下一?[个個]?月", OP_REL, UNIT_MONTH, 1, .not_after = "球|亮|台"),
	RULE("下下[个個]?月", OP_REL, UNIT_MONTH, 2),
	RULE("([当當]月|同月|[该該]月)", OP_REL, UNIT_MONTH, 0, FLAG_THAT),
	RULE("(次月|翌月)", OP_REL, UNIT_MONTH, 1, FLAG_THAT),

	/* Weeks and their days. */
	RULE("(上上|上上[个個])<W>", OP_REL, UNIT_WEEK, -2, FLAG_GENERAL),
	RULE("上一?[个個]?<W>", OP_REL, UNIT_WEEK, -1, FLAG_GENERAL, .not_after = "边|邊|遭|围|圍"),
	RULE("(本|[这這]|[这這][个個]|[这這]一)<W>", OP_REL, UNIT_WEEK, 0, FLAG_GENERAL),
	RULE("下一?[个個]?<W>", OP_REL, UNIT_WEEK, 1, FLAG_GENERAL, .not_after = "边|邊|围|圍"),
	RULE("上上[个個]?<W><w>", OP_WEEKDAY, 0, -2, FLAG_WEEK),
	RULE("上[个個]?<W><w>", OP_WEEKDAY, 0, -1, FLAG_WEEK),
	RULE("(本|[这這][个個]?)<W><w>", OP_WEEKDAY, 0, 0, FLAG_WEEK),
	RULE("下[个個]?<W><w>", OP_WEEKDAY, 0, 1, FLAG_WEEK),
	RULE("<W><w>", OP_WEEKDAY, .not_before = "每|逢|半|一|两|兩|几|幾|四",
		.not_after = "年会|年會|见|岁"),
	RULE("[（(]<W><w>[）)]", OP_WEEKDAY, .flags = FLAG_WEAK),
	RULE("#M/#D_[（(]<w>[）)]", OP_YMD),
	RULE("([上下本这這][个個]?)?<W><w>[（(]?#M/#D[）)]?", OP_YMD),
	RULE("([上下本这這][个個]?)?<W><w>[（(]#D日[）)]", OP_YMD),
	RULE("(在|于|於|自|从|從|至|到|截至|截止|定于|訂於|訂在|本週|已)^#M/#D", OP_YMD,
		.not_after = COUNTERS "|的|左右"),
	RULE("#M/#D$(自|起|上午|中午|下午|晚|凌晨|宣布|召开|召開|举行|舉行|公布|公佈|开始|開始|前|止)",
		OP_YMD),
	RULE("[今昨][天日晚]?[（(]#D日?[）)][天日晨早晚夜]?", OP_DAY, .flags = FLAG_PAST),
	RULE("明[天日晚]?[（(]#D日?[）)][天日晨早晚夜]?", OP_DAY, .flags = FLAG_NEXT),
	RULE("[今昨明][天日晚]?[（(]#M/#D[）)][天日晨早晚夜]?", OP_YMD),
	RULE("上[个個]?<W>末", OP_WEEKEND, 0, -1, FLAG_WEEK),
	RULE("(本|[这這][个個]?)<W>末", OP_WEEKEND, 0, 0, FLAG_WEEK),
	RULE("下[个個]?<W>末", OP_WEEKEND, 0, 1, FLAG_WEEK),
	RULE("<W>末", OP_VAGUE, .code = "XXXX-WXX-WE"),
	RULE("<W>六[、和]?<W>?日", OP_VAGUE, .code = "XXXX-WXX-WE"),

	/* Days. */
	RULE("#D日", OP_DAY, .flags = FLAG_WEAK),
	RULE("#D<j>#D日", OP_DAY),
	RULE("#D[号號]", OP_DAY, .flags = FLAG_WEAK),
	RULE("#D<j>#D[号號]", OP_DAY, .led_by = BEFORE_DAY),
	RULE("#D[号號]", OP_DAY, .led_by = BEFORE_DAY, .not_after = NAMED),
	RULE("(在|于|於|从|從|自|截至|截止)^#M.#D", OP_YMD,
		.not_after = COUNTERS "|%|％|美|英|折|级|級|版|公|千|百|寸|吨|噸"),
	RULE("^#A日$[电電讯訊]?", OP_DAY,
		.not_after = "内|內|间|間|后|後|前|以|之|游|遊|元|本|语|語|均|常|子|报|報"),
	RULE("(今天|今日)", OP_REL, UNIT_DAY, 0, FLAG_GENERAL),
	RULE("今[晨早晚夜]", OP_REL, UNIT_DAY, 0, FLAG_GENERAL),
	RULE("(昨天|昨日|昨[晨晚夜])", OP_REL, UNIT_DAY, -1, FLAG_GENERAL),
	RULE("(前天|前晚)", OP_REL, UNIT_DAY, -2, FLAG_GENERAL),
	RULE("大前天", OP_REL, UNIT_DAY, -3),
	RULE("(明天|明日|明[早晚晨])", OP_REL, UNIT_DAY, 1, FLAG_GENERAL),
	RULE("[后後]天", OP_REL, UNIT_DAY, 2, FLAG_GENERAL, .not_before = "先|性",
		.not_after = "性|的努力|形成|培养|養成"),
	RULE("大[后後]天", OP_REL, UNIT_DAY, 3),
	RULE("([当當][天日晚夜]|同[日天]|同一天)", OP_REL, UNIT_DAY, 0, FLAG_THAT,
		.not_before = "相|适|理|正"),
	RULE("(次日|翌日|隔天|隔日|次晨)", OP_REL, UNIT_DAY, 1, FLAG_THAT),

	/* Parts of what stands before, and of the unit at hand. */
	RULE("<p>", OP_PART, .flags = FLAG_WEAK,
		.not_after = "中|级|級|步|始|学|學|次|衷|创|創|恋|戀|心|特|层|層|部|端|夜|尾|路"),
	RULE("中$[，。、；：,.;:)） 就才已]", OP_PART, 0, PART_MID, FLAG_WEAK),
	RULE("<q>", OP_REL, UNIT_YEAR, 0,
		.not_before = "青|少|中|成|老|壮|壯|同|每|历|歷|近|多|数|數|几|幾|整|全|周|週|光|当"
		"|當|学|學|该|該|大|半|一|常",
		.not_after = "步|级|級|无|無|行"),
	RULE("[前头頭]#M[个個]?月", OP_MONTH, .flags = FLAG_SPAN | FLAG_WEAK),
	RULE("<r>", OP_REL, UNIT_MONTH, 0),
	RULE("<f>", OP_PART),

	/* Time of day. */
	RULE("<a>?#H[点點时時]#m分(#m秒)?[许許]?", OP_TIME),
	RULE("<a>?#H[点點]#q", OP_TIME),
	RULE("<a>?#H[点點]半[许許]?", OP_TIME, .flags = FLAG_WEAK),
	RULE("<a>?#H[点點](一刻|三刻|整|[钟鐘鍾]|[左前]?)?[许許多]?", OP_TIME, .flags = FLAG_WEAK),
	RULE("<a>#H[点點](半|[钟鐘鍾]|整)?[许許多]?", OP_TIME),
	RULE("<a>?#H[时時][许許]?", OP_TIME, .flags = FLAG_WEAK),
	RULE("<a>#H[时時][许許]?", OP_TIME, .not_after = "间|間|候|代|期"),
	RULE("<a>#H:#m(:#m)?", OP_TIME),
	RULE("<a>", OP_TIME, .flags = FLAG_WEAK),

	/* Decades and centuries. */
	RULE("#Y年代", OP_DECADE),
	RULE("#d年代", OP_DECADE),
	RULE("#d[、至到]#d年代", OP_DECADE),
	RULE("#Y<j>#d年代", OP_DECADE),
	RULE("<g>十年代", OP_DECADE, .flags = FLAG_SPAN),
	RULE("#C世[纪紀]", OP_CENTURY),
	RULE("(公元前|西元前|前)#C世[纪紀]", OP_CENTURY, UNIT_BCE),
	RULE("#C<j>#C世[纪紀]", OP_CENTURY),
	RULE("上一?[个個]?世[纪紀]", OP_REL, UNIT_CENTURY, -1),
	RULE("(本|[这這][个個]?)世[纪紀]", OP_REL, UNIT_CENTURY, 0),
	RULE("下一?[个個]?世[纪紀]", OP_REL, UNIT_CENTURY, 1),

	/* Ago and later. */
	RULE("#n<u><b>?<m>?[以之]?前", OP_AGO,
		.not_after = "期|后|後|夕|缀|綴|景|进|進|往|台|端"),
	RULE("#n<x><m>?[以之]?前", OP_AGO, .not_after = "期|后|後|夕|进|進"),
	RULE("#n<u><b>?<m>?[以之]?[后後]", OP_LATER, .not_before = "第",
		.not_after = "期|卫|衛|备|備|台|端|面|悔|续|續"),
	RULE("#n<x><m>?[以之]?[后後]", OP_LATER),

	/* Stretches of time with known ends. */
	RULE("(在?[过過]去|最近|近)的?[这這]?#n[个個]?<u><b>?<m>?[来來里裡间間内內]?", OP_LAST),
	RULE("#n<u><m>?[来來]", OP_LAST, .not_after = "自|到|说|說|看|讲"),
	RULE("(未[来來]|今[后後]|接下[来來]的?)的?#n<u>[里裡间間内內]?", OP_NEXT),

	/* Stretches of time. */
	RULE("#n<u><b>?<m>?[里裡间間内內]?", OP_DURATION, .not_before = "第",
		.not_after = "级|級|度|龄|齡|薪|轻|輕|会|會|报|報|检|檢|夜饭|味|货|貨|代|纪|紀|式"),
	RULE("#n<j>#n<u>", OP_DURATION, .not_before = "第"),
	RULE("#n[到至]#n<u>", OP_DURATION, .not_before = "第"),
	RULE("#n<x>", OP_DURATION, .not_before = "第"),
	RULE("[几幾数數]月", OP_VAGUE, .code = "PXM"),
	RULE("[两兩]月", OP_DURATION, UNIT_MONTH, 2),
	RULE("大半年", OP_DURATION, UNIT_HALF, 1),

	/* Again and again. */
	RULE("每一?(年|年度)", OP_SET, UNIT_YEAR),
	RULE("每一?[个個]?季度", OP_SET, UNIT_QUARTER),
	RULE("每一?[个個]?月", OP_SET, UNIT_MONTH),
	RULE("每一?[个個]?<W>", OP_SET, UNIT_WEEK),
	RULE("每[逢]?[个個]?<W><w>([、和及与與至到]<W>?<w>)?", OP_SET, UNIT_WEEK),
	RULE("逢<W><w>", OP_SET, UNIT_WEEK),
	RULE("一年$#n次", OP_SET, UNIT_YEAR, 1),
	RULE("一[个個]月$#n次", OP_SET, UNIT_MONTH, 1),
	RULE("一<W>$#n次", OP_SET, UNIT_WEEK, 1),
	RULE("一天$#n[次顿頓]", OP_SET, UNIT_DAY, 1),
	RULE("每一?[天日晚]", OP_SET, UNIT_DAY),
	RULE("每[个個]?(小时|小時|钟头|鐘頭)", OP_SET, UNIT_HOUR),
	RULE("每分[钟鐘鍾]", OP_SET, UNIT_MINUTE),
	RULE("每秒", OP_SET, UNIT_SECOND),
	RULE("每隔?#n<u>", OP_SET),
	RULE("(年年|一年一度)", OP_SET, UNIT_YEAR),
	RULE("(天天|日日)", OP_SET, UNIT_DAY, .not_after = "向上"),

	/* Ages. */
	RULE("#n<m>?[周週]?[岁歲]<m>?", OP_AGE, UNIT_YEAR, .not_after = "月"),

	/* What names no day that could be told. */
	RULE("(目前|现在|現在|如今|[当當]前|[当當]下|眼下|[现現]今|此刻|[现現][时時]|[当當]今"
		"|今[时時]今日)", OP_VAGUE, .code = "PRESENT_REF", .not_before = "有"),
	RULE("(直到|直至|至|到|[时時]至)^(今天|今日)", OP_VAGUE, .code = "PRESENT_REF"),
	RULE("(今天|今日)$(依然|仍然|仍旧|依旧)", OP_VAGUE, .code = "PRESENT_REF"),
	RULE("的^(今天|今日)$[，。；,.;]", OP_VAGUE, .code = "PRESENT_REF"),
	RULE("至今", OP_VAGUE, .code = "PAST_REF",
		.not_after = "年|天|日|早|晨|晚|夜|春|夏|秋|冬"), /* 截至今年 */
	RULE("(迄今|[刚剛][刚剛才]|即日|近日|[日]前|近期|最近|前不久|不久前|近[来來]"
		"|近年[来來]?|[这這]几?年|[这這]幾年|近几年|近幾年)", OP_VAGUE, .code = "PAST_REF",
		.not_before = "目|平|当"),
	RULE("([这這那]一年|那年|[该該]年)", OP_REL, UNIT_YEAR, 0, FLAG_THAT,
		.not_after = "来|來|里|裡|多|间|間|级|級|轮",
		.led_by = "在|到|从|從|自|就|而|但|于|於|是|也|和|与|與|比"),
	RULE("[这這]一天", OP_VAGUE, .code = "PAST_REF"),
	RULE("[这這]#n<u>[来來里裡间間]?", OP_DURATION),
	RULE("前(几|幾|些|两|兩|阵子|陣子|段时间)<u>?", OP_VAGUE, .code = "PAST_REF",
		.not_before = "以|之"),
	RULE("(多年[以之]?前|早年间|昔日|往年|往日|[过過]去几十年|早些年|此前几年)", OP_VAGUE,
		.code = "PAST_REF"),
	RULE("([许許]多年|多年[来來]?|多日|多月)", OP_VAGUE, .code = "PXY"),
	RULE("(未[来來]|[将將][来來]|今[后後]|日[后後]|不久的[将將][来來]|[届屆][时時])", OP_VAGUE,
		.code = "FUTURE_REF"),
	RULE("([当當][时時]|那[时時]|[当當]初|彼[时時]|那一?天|[这這]一[天刻]|[当當]年)",
		OP_VAGUE, .code = "PAST_REF", .not_before = "正|适", .not_after = "不时"),

	/* Feasts and the lunar calendar: known for what they are, and left without a day. */
	RULE("<F>", OP_VAGUE, .code = "XXXX"),
	RULE("(农历|農曆|阴历|陰曆|[旧舊][历曆])(#Y年|今年|去年)?[闰閏]?(正|[腊臘]|冬"
		"|#M)月(初?#D日?|廿[一二三四五六七八九]?)?", OP_VAGUE, .code = "XXXX"),
	RULE("(正|[腊臘])月(初[一二三四五六七八九十]|十[一二三四五六七八九]"
		"|廿[一二三四五六七八九]?)?", OP_VAGUE, .code = "XXXX"),
	RULE("大?年?初[一二三四五六七八九十]$[，。、的,. ]", OP_VAGUE, .code = "XXXX"),
	RULE("[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥][年]", OP_VAGUE, .code = "XXXX"),

	/* No time at all. */
	RULE("一[时時]", OP_NOT),
	RULE("一[时時][间間期]", OP_NOT),
	RULE("第#n", OP_NOT),
	RULE("第#n[个個]<W><w>", OP_NOT),
	RULE("每月第#n[个個]<W><w>", OP_SET, UNIT_MONTH, 1),
	RULE("第#n[年天日周週月]", OP_NOT),
	RULE("一[号號](位|人物|首长|种子)", OP_NOT),
	RULE("(五一|十一|七一|八一|六一)", OP_NOT),
	RULE("#n年[级級]", OP_NOT),
	RULE("#y[后後]", OP_NOT),
	RULE("#n分", OP_NOT),
	RULE("#n[周週]年", OP_NOT),
	RULE("(第[一二三]|上|下|本|[这這]|上[个個]|下[个個]|春季|秋季|新|首)[学學]期", OP_VAGUE, .code = "XXXX"),
	RULE("大[一二三四](暑假|寒假|[上下]?[学學]期|的?[上下][学學]期|[上下])", OP_VAGUE, .code = "XXXX",
		.not_after = "来|來|去"),
	RULE("[学學]期", OP_NOT),
	RULE("(百年老店|千年古|万年历|百日咳|三月兔|五月天|六月雪|七月流火|五四运动|五四運動|十月革命|十月怀胎"
		"|十月懷胎)",
		OP_NOT),
	RULE("(天天向上|明日之星|后天性)", OP_NOT),
	RULE("(一天到晚|有朝一日|一日千里|一夜之间|光天化日|十年树木)", OP_NOT),
	RULE("[过過]去[了的]", OP_NOT),
	RULE("(三天两头|三天兩頭|三天打鱼|千年古|百年未有|百年不遇|一年到头|一年半载)", OP_NOT),
	RULE("半天$[没沒也都]", OP_NOT),
	RULE("(最[后後]|头|頭)一[年天周週]", OP_NOT),
	RULE("周[到至]", OP_NOT),
	RULE("今日(头条|頭條|说法|說法|关注|關注|资本|資本)", OP_NOT),
	RULE("年[终終](总结|總結|奖|獎|尾牙|报告|報告|盘点|盤點|考核)", OP_NOT),
	RULE("(24|二十四)小[时時](营业|營業|客服|热线|熱線|服务|服務|便利|不打烊|制|待命|在线|在線|全天)", OP_NOT),
	RULE("(第#n[个個])?五年(规划|規劃|计划|計劃|計畫)", OP_VAGUE, .code = "XXXX"),
	RULE("(岁末年初|歲末年初|年末年初|年头岁尾|辞旧迎新|世纪之交|世紀之交)", OP_VAGUE, .code = "XXXX"),
};

static const struct rule_list lists[] = {
	{'v', "一五=1953|二五=1958|三五=1966|四五=1971|五五=1976|六五=1981|七五=1986|八五=1991"
		"|九五=1996|十五=2001|十一五=2006|十二五=2011|十三五=2016|十四五=2021|十五五=2026"},
	{'V', "十一五=2006|十二五=2011|十三五=2016|十四五=2021|十五五=2026"},
	{'u', "年/年头/年頭|个月/個月/個多月/个多月/箇月/个整月|周/週/个星期/個星期/星期/个礼拜"
		"/個禮拜/礼拜/禮拜/个周|天/日/天时间|小时/小時/个小时/個小時/个多小时/個多小時/钟头"
		"/鐘頭/个钟头/個鐘頭|分钟/分鐘|秒/秒钟/秒鐘|个季度/個季度||个世纪/個世紀"
		"|个半年"},
	{'x', "年半|个半月/個半月|周半/週半/个半星期/個半星期|天半|个半小时/個半小時/小时半/小時半"
		"/个半钟头/個半鐘頭|分半/分半钟/分半鐘/分钟半"},
	{'b', "半"},
	{'m', "多=5|余=5|餘=5|出头=5|出頭=5|左右=4|上下=4"},
	{'w', "一|二|三|四|五|六|日/天"},
	{'W', "周/週/星期/礼拜/禮拜"},
	{'j', "-|－|–|—|——|~|～|〜|至|到"},
	{'k', "-|－|–|—|~|～|至|到|和|、"},
	{'h', "上|下"},
	{'g', "二三=20|三四=30|四五=40|五六=50|六七=60|七八=70|八九=80"},
	{'s', "春|夏|秋|冬"},
	{'p', "初/初期/年初/月初=0|中期/年中/中叶/中葉=1|底/末/年底/年末/月底/月末/末期/后期/後期"
		"/岁末=2|中上旬=1|中下旬=2|上旬=3|中旬=4|下旬=5|前半/前半叶/前期/上半叶/上半葉=6"
		"|后半/後半/下半叶/下半葉=7|前后/前後=8"},
	{'q', "年内=2|年內=2|年中=1|年初=0|岁初=0|歲初=0|年底=2|年末=2|年终=2|年終=2|岁末=2|歲末=2"},
	{'r', "月初=0|月底=2|月末=2"},
	{'f', "上旬=3|中旬=4|下旬=5"},
	{'a', "凌晨/清晨/早晨/早上/早间/上午/中午|下午/午后/午後/傍晚/晚上/晚间/晚間/夜间/夜間/深夜"
		"/夜里/夜裡/晚"},
	{'e', "建安=195|武德=617|景德=1003|嘉祐=1055|元祐=1085|淳熙=1173|至正=1340|景泰=1449"
		"|天顺=1456|天順=1456|永历=1646|永曆=1646|民国=1911|民國=1911|令和=2018|平成=1988|昭和=1925|大正=1911|明治=1867|宣统=1908"
		"|宣統=1908|光绪=1874|光緒=1874|贞观=626|貞觀=626|永徽=649|开元=712|開元=712"
		"|天宝=741|天寶=741|天祐=903|庆历=1040|慶曆=1040|熙宁=1067|熙寧=1067|元丰=1077"
		"|元豐=1077|崇宁=1101|宣和=1118|靖康=1125|建炎=1126|绍兴=1130|紹興=1130|建文=1398"
		"|宣德=1425|正统=1435|成化=1464|弘治=1487|正德=1505|隆庆=1566|隆慶=1566|天启=1620"
		"|天啟=1620|同治=1861|咸丰=1850|咸豐=1850|道光=1820|嘉庆=1795|嘉慶=1795|乾隆=1735"
		"|雍正=1722|康熙=1661|顺治=1643|順治=1643|崇祯=1627|崇禎=1627|万历=1572|萬曆=1572"
		"|嘉靖=1521|洪武=1367|永乐=1402|永樂=1402"},
	{'F', "春节/春節/除夕/元宵/元宵节/元宵節/清明节/清明節/端午/端午节/端午節/中秋/中秋节"
		"/中秋節/国庆/国庆节/國慶/國慶節/国庆黄金周/国庆假期/元旦/五一假期/五一黄金周"
		"/五一劳动节/五一长假/十一黄金周/十一长假/十一假期/劳动节/勞動節/圣诞/圣诞节/聖誕"
		"/聖誕節/感恩节/感恩節/万圣节/萬聖節/复活节/復活節/重阳节/重陽節/七夕/情人节/情人節"
		"/双十一/雙十一/双11/双十二/妇女节/儿童节/教师节/母亲节/父亲节/平安夜/大年三十"
		"/大年初一"},
};

static const struct rule_mod before[] = {
	{"约|約|大约|大約|大概|差不多|〜|～|~", TAG_APPROX, NULL},
	{"超过|超過|逾|至少|不止", TAG_MORE_THAN, NULL},
	{"将近|將近|接近|不到|不足|近", TAG_LESS_THAN, NULL},
	{NULL, TAG_MOD_NONE, NULL},
};

static const struct rule_mod after[] = {
	{"左右|上下", TAG_APPROX, NULL},
	{"以上|有余|有餘", TAG_MORE_THAN, NULL},
	{"以下|以内|以內", TAG_LESS_THAN, NULL},
	{NULL, TAG_MOD_NONE, NULL},
};
/* clang-format on */

const struct rules rules_zh = {
	.language = "zh",
	.rules = rules,
	.count = sizeof rules / sizeof *rules,
	.lists = lists,
	.list_count = sizeof lists / sizeof *lists,
	.before = before,
	.after = after,
	.glue = "的|北京时间|北京時間|当地时间|當地時間|美东时间|台北時間",
	.joins = "-|－|–|—|——|~|～|〜|至|到|起至|直到",
	.near = "日起|号起|號起|月起|月初起|月中起|月底起",
	.since = "以来|以來",
	.past = "已|曾|了|过|過",
	.news = "截至|截止|记者从|記者從|获悉|獲悉|据报道|據報導|日电|日電|日讯|日訊",
	.future = "有可能|可期|或达|或達|或将|或將|下次|下一次|订于|訂於|訂在|訂定|訂1|訂2|訂3|訂4|"
		  "訂5|訂6|訂7|訂8|訂9|最快|可望|预期|預期|料将|力争|爭取|争取|预定|預定|拟于|将从|"
		  "將從|起将|起將|年将"
		  "|月将|日将|周将|天将|底将|季将|年將|月將|日將|將在|将于|將於|将在|將在|将会|將會"
		  "|即将|即將|预计|預計|拟于|有望"
		  "|计划于|计划在|计划将|计划到|计划今|计划明|计划下|计划年|计划推|计划发|计划开|"
		  "计划投"
		  "|計劃於|計劃在|計劃明|計劃推|計畫於|計畫在|計畫明|計畫推|定于|将推|将举|將舉",
	.habit = "经常|經常|往往|常常|总是|總是|通常|一般来说|有时|有時|如果|假如|每当|比方说",
	.birth = "出生|生于|生於|诞生|誕生|年生|月生|日生",
	.aged = "男|女|的|,|，|。|；|;|、|）|)|儿|兒|少|老|高|生日|以|至|到|-|~|青年|小|孩|学",
};
