/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "hostile_make.h"

#include <string.h>

#include "trust.h"

/* clang-format off */
#define P(name, literal) {name, STR_INIT(literal), NULL}
const struct hostile_payload hostile_payloads[] = {
	/* controls, and the sequences they begin */
	P("c0", "\1\2\3\4\5\6\16\17\20\21\22\23\24\25\26\27\30\31\32\34\35\36\37"),
	P("bell", "\a\a"), P("backspace", "secret\b\b\b\b\b\bpublic"),
	P("overstrike", "b\bbo\bol\bld\bd _\bu"), P("carriage", "hidden\rshown"),
	P("vertical", "a\vb\fc"), P("delete", "a\177b"),
	P("sgr", "\33[31mred\33[0m"), P("clear", "\33[2J\33[H"), P("reset", "\33c"),
	P("alternate", "\33[?1049l"), P("report", "\33[6n\33[c\33[21t"), P("paste", "\33[?2004h"),
	P("charset", "\33(0\16qqq\17"), P("8bit", "\33 G"), P("unfinished", "\33["),
	P("escape", "\33"), P("parameters", "\33[38;2;1;2;3;4;5;6;7;8;9;10;11m"),
	P("colons", "\33[4:3m\33[<0;1;1M\33[?u\33[>c"),
	P("title", "\33]0;owned\a\33]2;owned\33\\"), P("osc8", "\33]8;;man:-Pid\33\\x\33]8;;\33\\"),
	P("osc8bad", "\33]8;;http://a\33[2Jx"), P("osc52", "\33]52;c;cm0gLXJm\a"),
	P("palette", "\33]4;1;?\a\33]10;?\a"), P("notify", "\33]9;4;1\a\33]777;notify;a;b\a"),
	P("dcs", "\33P$q\"p\33\\"), P("sixel", "\33Pq#0;2;0;0;0\33\\"), P("apc", "\33_Ga=q\33\\"),
	P("pm", "\33^x\33\\"), P("sos", "\33Xx\33\\"), P("tmux", "\33Ptmux;\33\33[2J\33\\"),
	P("caret", "^[[31m"), P("octal", "\\033[31m\\e[31m\\x1b[31m\\u001b[31m"),
	/* C1, as UTF-8, as bytes */
	P("c1", "\302\200\302\204\302\205\302\210\302\215\302\216\302\217\302\220\302\230\302\232"),
	P("csi", "\302\23331m"), P("osc", "\302\2350;owned\302\234"), P("st", "\342\234\263\342\234\234"),
	P("c1raw", "\20031m \23331m \2350;x\234 \237x\234 \220x\234"),
	/* entities, which become controls behind the filter of a reader that filters too early */
	P("entity", "&#27;[31m &#x1b;[2J &#155;31m &#x9B;2J &#7; &#8; &#13; &#127;"),
	P("entities", "&#8238;abc&#8236; &#x2066; &#xE0001; &#65279; &#xFFFE; &#xD800; &#0; &#1114112;"),
	P("named", "&ZeroWidthSpace;&shy;&rlm;&lrm;&zwj;&NewLine;&Tab;&InvisibleTimes;"),
	P("split", "&**#27;**[31mFAKE &#2**7;**"), P("double", "&amp;#27;[31m &amp;amp;#27;"),
	P("cdata", "<![CDATA[\33[31m]]>"), P("comment", "<!-- \33[31m --><!-->\33[2J"),
	P("tags", "<b\33[31m><i title='\33[2J'>x</i></b\302\233>"),
	P("percent", "%1b[31m %9b %0a %00 %0d"), P("yaml", "\\e[31m \\x9b31m \\u202e \\U000E0041 \\0 \\a"),
	P("quotes", "\"'`\\\"'' : - # {{ }} [[ ]] %{ ! & * | > ---\n---\n+++\n"),
	/* what reorders, hides or is no character */
	P("bidi", "\342\200\252a\342\200\253b\342\200\255c\342\200\256d\342\200\254"),
	P("isolate", "\342\201\246a\342\201\247b\342\201\250c\342\201\251"),
	P("direction", "\342\200\216\342\200\217\330\234 \327\251\327\234\327\225\327\235"),
	P("zero", "a\342\200\213b\342\200\214c\342\200\215d\342\201\240e\357\273\277f\302\255g\341\240\216h"),
	P("separator", "a\342\200\250b\342\200\251c\302\205d"),
	P("invisible", "\342\201\241\342\201\242\342\201\243\342\201\244\342\201\252\342\201\257\315\217"),
	P("interlinear", "\357\277\271a\357\277\272b\357\277\273"),
	P("tag", "\363\240\200\201\363\240\201\201\363\240\201\277\363\240\202\200"),
	P("selectors", "\342\230\272\357\270\217\342\230\272\357\270\216\357\270\200\346\274\242\363\240\204\200"),
	P("noncharacter", "\357\267\220\357\267\257\357\277\276\357\277\277\360\237\277\276\364\217\277\277"),
	P("private", "\356\200\200\363\260\200\200\364\217\277\275"),
	P("surrogates", "\355\240\200\355\277\277\355\240\275\355\270\200"),
	P("overlong", "\300\257\340\200\257\360\200\200\257\300\233\340\202\233\370\210\200\200\257"),
	P("invalid", "\377\376\365\200\200\200\364\220\200\200\200\277\303"),
	P("truncated", "\344\270\344\342\200\360\237\230"), P("nul", "a\0b\0\33[31m\0"),
	P("unassigned", "\315\270\360\237\277\260\360\261\215\220\363\240\200\200\341\215\274"),
	P("filler", "\343\205\244\341\205\237\341\205\240\357\276\240\342\240\200"),
	P("family", "\360\237\221\250\342\200\215\360\237\221\251\342\200\215\360\237\221\247"),
	P("flags", "\360\237\207\257\360\237\207\265\360\237\217\264\363\240\201\247\363\240\201\242\363\240\201\277"),
	P("tones", "\360\237\221\215\360\237\217\277\360\237\217\273"), P("keycap", "1\357\270\217\342\203\243"),
	P("jamo", "\341\204\200\341\205\241\341\206\250\341\206\250\341\206\250\341\205\241"),
	P("lonemark", "\314\201\343\202\231\340\271\211\342\203\235"), P("music", "\360\235\205\263\360\233\262\240"),
	{"flood", STR_INIT("e"), "\314\201"}, {"joiners", STR_INIT("a"), "\342\200\215"},
	{"overrides", STR_INIT(""), "\342\200\256"}, {"escapes", STR_INIT(""), "\33["},
	{"wide", STR_INIT(""), "\346\274\242"}, {"nesting", STR_INIT(""), ">[*_`<"},
	/* addresses */
	P("javascript", "javascript:alert(1)"), P("file", "file:///etc/passwd"),
	P("option", "--remote-debugging=\33[31m"), P("shell", "$(touch owned)`touch owned`;touch owned|&"),
	P("userinfo", "https://bank.example@evil.example/\33]0;x\a"),
	P("punycode", "https://xn--pple-43d.com/\342\200\256gpj.exe"),
	P("fullwidth", "https://example\357\274\216com\357\274\217"), P("format", "%s%n%1$s{}\\n%"),
};
#undef P
const size_t hostile_payload_count = sizeof hostile_payloads / sizeof *hostile_payloads;

const char *const hostile_formats[] = {".txt", ".md", ".html", ".yaml.md", ".toml.md", ".json.md"};
const size_t hostile_format_count = sizeof hostile_formats / sizeof *hostile_formats;

/* "@" stands for the payload between its sentinels. */
static const char *const templates[] = {
	"@\n\n作者：@\n\n2022-07-13 @ 他说“@”。\n\n- @\n\n1. @\n\nhttps://example.com/@ \n\n昨天 @ tomorrow\n",

	"# @\n\n## @\n\n作者 @ 2022年7月13日 @\n\n[@](https://example.com/@ \"@\") ![@](@.png \"@\") <https://e.com/@>\n\n"
	"> @\n> > @\n\n- @\n  1. @\n\n```@\n@\n```\n\n`@` **@** _@_ ~~@~~ :@:\n\n| @ | b |\n|---|---|\n| @ | @ |\n\n"
	"[@]: https://example.com/@\n[^@]: @\n\n<div title=\"@\">@</div>\n\n    @\n",

	("<!DOCTYPE html><html lang=\"@\"><head><title>@</title><meta name=\"author\" content=\"@\">"
	"<meta property=\"og:title\" content=\"@\"><meta name=\"keywords\" content=\"@, b\">"
	"<meta property=\"article:published_time\" content=\"2022-07-13@\"></head><body><h1>@</h1>"
	"<p>@ <a href=\"https://example.com/@\" title=\"@\">@</a> <img src=\"@\" alt=\"@\"> <time datetime=\"@\">@</time></p>"
	"<pre>@</pre><code>@</code><ul><li>@<ol start=\"@\"><li>@</ol></ul><blockquote cite=\"@\">@</blockquote>"
	"<table><caption>@</caption><tr><th>@<td colspan=\"9999@\">@</table><ruby>@<rt>@</rt></ruby>"
	"<script>@</script><style>@</style><figure><figcaption>@</figcaption></figure><!-- @ -->"
	"<div hidden>@</div><input value=\"@\"><svg><title>@</title></svg></body></html>"),

	"---\ntitle: \"@\"\nauthor: '@'\ndate: 2022-07-13 # @\ntags: [\"@\", b]\nurl: \"https://example.com/@\"\n"
	"description: |\n  @\nlang: \"@\"\n@: @\n---\n# @\n\n@\n",

	"+++\ntitle = \"@\"\nauthor = '@'\ndate = 2022-07-13\ntags = [\"@\", \"b\"]\nsource = \"https://example.com/@\"\n+++\n\n@\n",

	"{\n\"title\": \"@\", \"author\": \"@\", \"date\": \"2022-07-13\", \"tags\": [\"@\"]\n}\n\n@\n",
};
/* clang-format on */

void hostile_bytes(struct buf *out, const struct hostile_payload *payload)
{
	buf_addstr(out, payload->bytes);
	for (size_t i = 0; payload->repeated && i < 150; i++)
		buf_adds(out, payload->repeated);
}

void hostile_article(struct buf *out, size_t format, struct str payload)
{
	for (const char *p = templates[format]; *p; p++) {
		if (*p != '@') {
			buf_addc(out, *p);
			continue;
		}
		buf_adds(out, "alpha");
		buf_addstr(out, payload);
		buf_adds(out, "omega");
	}
}

static void insert(struct buf *b, size_t at, struct str bytes)
{
	buf_reserve(b, bytes.n);
	memmove(b->p + at + bytes.n, b->p + at, b->n - at);
	memcpy(b->p + at, bytes.p, bytes.n);
	b->n += bytes.n;
}

void hostile_mutate(struct buf *article, uint64_t *seed)
{
	size_t times = 1 + trust_random(seed, 20);

	for (size_t i = 0; i < times; i++) {
		size_t at = trust_random(seed, article->n), other = trust_random(seed, article->n);
		size_t n = 1 + trust_random(seed, 12);

		switch (trust_random(seed, 5)) {
		case 0:
			article->p[at] = (char)trust_random(seed, 256);
			break;
		case 1: /* a bit */
			article->p[at] = (char)(article->p[at] ^ 1 << trust_random(seed, 8));
			break;
		case 2:
			insert(article, at,
			       hostile_payloads[trust_random(seed, hostile_payload_count)].bytes);
			break;
		case 3: { /* a piece from elsewhere */
			char piece[16];

			n = n < article->n - other ? n : article->n - other;
			memcpy(piece, article->p + other, n);
			insert(article, at, (struct str){piece, n});
			break;
		}
		default: /* a piece is gone */
			if (article->n < 64)
				break;
			n = n < article->n - at ? n : article->n - at;
			memmove(article->p + at, article->p + at + n, article->n - at - n);
			article->n -= n;
		}
	}
}

void hostile_name(struct buf *out, struct str payload)
{
	for (size_t i = 0; i < payload.n && i < 200; i++)
		buf_addc(out, payload.p[i] == '/' || !payload.p[i] ? '_' : payload.p[i]);
}
