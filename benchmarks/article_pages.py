"""Pages as the web has them, made here: each with the text that a reader came for.

The sentences are made of parts by a seeded dice, so that no two pages share one, and nobody's words
are used. Around the text stands what real pages put there.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_WHO = (
    "the harbour office",
    "a retired surveyor",
    "the council's budget desk",
    "an inspector of the ministry",
    "the union of ferry crews",
    "two residents of the lower town",
    "the hospital's spokeswoman",
    "a team of hydrologists",
    "the mayor of Aldersund",
    "the Veldmark Institute",
)
_DID = (
    "said that the new dyke would cost",
    "denied that the survey had ever counted",
    "put the number of damaged houses at",
    "told reporters that the fund still held",
    "estimated in a letter that the town needs",
    "withdrew the earlier figure and now speaks of",
    "confirmed on Tuesday that the inquiry had heard",
    "questioned whether the contract was worth",
)
_WHAT = (
    "{n} million crowns",
    "fewer than {n} witnesses",
    "about {n} homes along the river",
    "at least {n} metric tons of gravel",
    "no more than {n} percent of the plan",
    "some {n} signed complaints",
)
_TAIL = (
    "although the minutes of the meeting say otherwise.",
    "while the opposition called the sum a guess.",
    "which is twice what was announced in spring.",
    "before the vote was put off for a third time.",
    "and promised to publish the documents by the end of {month}.",
    "because the flood of last winter had changed the river bed.",
    "as first heard at a hearing behind closed doors.",
    "but gave no source for it.",
)
_MONTHS = ("January", "March", "May", "July", "September", "November")
_MENU = ("Home", "Politics", "Business", "Culture", "Sport", "Weather", "Opinion", "Archive")


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page, what kind it is, and the text that an extractor should find in it."""

    kind: str
    html: str
    text: str


class Writer:
    """Writes sentences that nobody has written, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - a benchmark, not a secret

    def sentence(self) -> str:
        """One sentence with a speaker, a figure and a doubt."""
        pick = self._dice.choice
        number = f"{self._dice.randint(3, 9800):,}"
        parts = (pick(_WHO), pick(_DID), pick(_WHAT), pick(_TAIL))
        text = " ".join(parts).replace("{n}", number).replace("{month}", pick(_MONTHS))
        return text[0].upper() + text[1:]

    def paragraph(self, sentences: int = 3) -> str:
        """Several sentences."""
        return " ".join(self.sentence() for _ in range(sentences))

    def paragraphs(self, count: int, sentences: int = 3) -> list[str]:
        """Several paragraphs."""
        return [self.paragraph(sentences) for _ in range(count)]

    def headline(self) -> str:
        """A short line."""
        return " ".join(self.sentence().split()[:8]).rstrip(",.")


def all_pages() -> list[MadePage]:
    """Every page, always the same."""
    pages = []
    for seed, make in enumerate(_MAKERS * 2):
        pages.append(make(Writer(seed)))
    return pages


def _tags(tag: str, texts: Sequence[str], attributes: str = "") -> str:
    return "\n".join(f"<{tag}{attributes}>{text}</{tag}>" for text in texts)


def _menu() -> str:
    items = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in _MENU)
    return f'<nav class="main-nav"><ul>{items}</ul></nav>'


def _teasers(w: Writer, count: int = 5) -> str:
    items = "".join(
        f'<div class="teaser"><a href="/story-{n}"><h3>{w.headline()}</h3></a>'
        f"<p>{w.sentence()}</p></div>"
        for n in range(count)
    )
    return f'<aside class="related"><h2>More stories</h2>{items}</aside>'


def _cookies() -> str:
    return (
        '<div id="cookie-banner" class="cookie-consent"><p>We and our 214 partners store cookies '
        "on your device to measure how pages are used. You can change your mind at any time.</p>"
        "<button>Accept all</button><button>Choose</button></div>"
    )


def _share() -> str:
    names = ("Facebook", "X", "WhatsApp", "Mail")
    links = "".join(f'<a href="#" class="share-{n.lower()}">Share on {n}</a> ' for n in names)
    return f'<div class="share-bar">{links}</div>'


def _footer() -> str:
    return (
        "<footer><p>© 2026 The Aldersund Post. All rights reserved.</p>"
        '<p><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a> '
        '<a href="/jobs">Jobs</a></p></footer>'
    )


def _newsletter() -> str:
    return (
        '<div class="newsletter-signup"><h4>Get the morning letter</h4><p>Every weekday at six, '
        'the five stories you should know.</p><form><input type="email"><button>Sign up</button>'
        "</form></div>"
    )


def _page(head: str, body: str, title: str, attributes: str = ' lang="en"') -> str:
    return (
        f'<!DOCTYPE html><html{attributes}><head><meta charset="utf-8"><title>{title}</title>'
        f"{head}</head><body>{body}</body></html>"
    )


def _data(**values: object) -> str:
    node = {"@context": "https://schema.org", **values}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def _news(w: Writer) -> MadePage:
    title, paras = w.headline(), w.paragraphs(7)
    sub = w.headline()
    article = (
        f"<article><h1>{title}</h1><p class='byline'>By Ida Holm</p>{_share()}"
        f"{_tags('p', paras[:3])}{_newsletter()}<h2>{sub}</h2>{_tags('p', paras[3:])}</article>"
    )
    body = _cookies() + _menu() + f"<main>{article}{_teasers(w)}</main>" + _footer()
    text = "\n".join((*paras[:3], sub, *paras[3:]))
    return MadePage("news", _page(_data(**{"@type": "NewsArticle"}), body, title), text)


def _news_in_divs(w: Writer) -> MadePage:
    title, paras = w.headline(), w.paragraphs(6)
    inner = "".join(
        f'<div class="paragraph-block"><div class="text">{para}</div></div>' for para in paras
    )
    comments = "".join(
        f'<div class="comment"><b>reader{n}</b><p>{w.sentence()}</p></div>' for n in range(6)
    )
    body = (
        f'<div id="top">{_menu()}</div><div class="layout"><div class="col-8"><h1>{title}</h1>'
        f'<div class="article-body">{inner}</div><div id="comments" class="comments">'
        f'{comments}</div></div><div class="col-4 sidebar">{_teasers(w)}</div></div>{_footer()}'
    )
    return MadePage("news", _page("", body, title), "\n".join(paras))


def _news_as_data(w: Writer) -> MadePage:
    """A page that builds its text in the browser and carries it as data."""
    title, paras = w.headline(), w.paragraphs(6)
    data = _data(**{"@type": "NewsArticle", "headline": title, "articleBody": "\n\n".join(paras)})
    body = (
        f'<div id="app">{_menu()}<h1>{title}</h1><p class="standfirst">{paras[0]}</p>'
        f"<div id='story-root'></div>{_teasers(w)}</div>{_footer()}"
        "<script>window.__STATE__={}</script>"
    )
    return MadePage("news", _page(data, body, title), "\n".join(paras))


def _news_with_table(w: Writer) -> MadePage:
    title, paras = w.headline(), w.paragraphs(5)
    quote = w.paragraph(2)
    items = [w.sentence() for _ in range(4)]
    cells = [(month, str(n * 37 + 11)) for n, month in enumerate(_MONTHS)]
    table = "".join(f"<tr><td>{month}</td><td>{count} houses</td></tr>" for month, count in cells)
    body = (
        f"{_menu()}<section class='story'><h1>{title}</h1>{_tags('p', paras[:2])}"
        f"<blockquote><p>{quote}</p></blockquote>{_tags('p', paras[2:4])}"
        f"<ul>{_tags('li', items)}</ul><table>{table}</table><p>{paras[4]}</p></section>"
        f"{_teasers(w, 8)}{_footer()}"
    )
    rows = [f"{month} {count} houses" for month, count in cells]
    text = "\n".join((*paras[:2], quote, *paras[2:4], *items, *rows, paras[4]))
    return MadePage("news", _page("", body, title), text)


def _brief(w: Writer) -> MadePage:
    """Two sentences of news among many teasers and longer letters from readers."""
    title, para = w.headline(), w.paragraph(2)
    letters = "".join(
        f'<div class="reader-comment"><span>reader {n}</span><p>{w.paragraph(3)}</p></div>'
        for n in range(6)
    )
    body = (
        f"{_cookies()}{_menu()}<article class='brief'><header><h1>{title}</h1></header>"
        f"<div class='copy'><p>{para}</p></div></article>{_teasers(w, 9)}"
        f"<section id='reader-comments'><h2>Letters</h2>{letters}</section>{_footer()}"
    )
    return MadePage("news", _page("", body, title), para)


def _statement(w: Writer) -> MadePage:
    """A press release: headings, a list of demands and a contact block."""
    title, paras = w.headline(), w.paragraphs(4)
    demands = [w.sentence() for _ in range(5)]
    body = (
        f"{_menu()}<div id='content'><h1>{title}</h1><div class='date'>12 May 2026</div>"
        f"{_tags('p', paras[:2])}<h3>What we ask for</h3><ol>{_tags('li', demands)}</ol>"
        f"{_tags('p', paras[2:])}<div class='contact-box'><h4>Press contact</h4>"
        f"<p>Tel. 555-0117</p></div></div>{_footer()}"
    )
    text = "\n".join((*paras[:2], "What we ask for", *demands, *paras[2:]))
    return MadePage("press release", _page("", body, title), text)


def _blog(w: Writer) -> MadePage:
    title, paras = w.headline(), w.paragraphs(8, 2)
    comments = "".join(
        f'<li class="comment"><div class="comment-body"><p>{w.paragraph(2)}</p></div></li>'
        for _ in range(5)
    )
    body = (
        f'<header class="site-header"><a href="/">River notes</a>{_menu()}</header>'
        f'<div class="post hentry"><h1 class="entry-title">{title}</h1>'
        f'<div class="entry-meta">Posted on 4 May 2026 in Floods</div>'
        f'<div class="entry-content">{_tags("p", paras)}{_share()}</div>'
        f'<div class="post-navigation"><a href="/older">{w.headline()}</a></div></div>'
        f'<ol class="commentlist">{comments}</ol><div class="widget-area">{_teasers(w, 3)}</div>'
        f"{_footer()}"
    )
    return MadePage("blog", _page("", body, title), "\n".join(paras))


def _blog_with_breaks(w: Writer) -> MadePage:
    """The old way: no paragraphs, only line breaks, in a table for layout."""
    title, paras = w.headline(), w.paragraphs(6, 2)
    body = (
        f"<table width='900'><tr><td width='200'>{_menu()}</td><td><font size='5'>{title}</font>"
        f"<br><br>{'<br><br>'.join(paras)}</td></tr></table><center>Since 1999. Visitors: 20817"
        "</center>"
    )
    return MadePage("blog", _page("", body, title), "\n".join(paras))


def _forum(w: Writer) -> MadePage:
    posts = [w.paragraph(1 + n % 3) for n in range(7)]
    rows = "".join(
        f'<div class="post" id="p{n}"><div class="post-author"><a href="/u/{n}">member{n}</a>'
        f'<span class="rank">Regular</span><span>Posts: {n * 40}</span></div>'
        f'<div class="post-content"><div class="message">{post}</div></div>'
        f'<div class="post-buttons"><a href="#">Quote</a> <a href="#">Report</a></div></div>'
        for n, post in enumerate(posts)
    )
    title = w.headline()
    body = (
        f"{_menu()}<h2 class='topic-title'>{title}</h2><div class='thread'>{rows}</div>{_footer()}"
    )
    return MadePage("forum", _page("", body, title), "\n".join(posts))


def _forum_as_data(w: Writer) -> MadePage:
    posts = [w.paragraph(2) for _ in range(6)]
    title = w.headline()
    answers = [{"@type": "Comment", "text": post} for post in posts[1:]]
    data = _data(
        **{"@type": "DiscussionForumPosting", "headline": title, "text": posts[0]},
        comment=answers,
    )
    rows = "".join(
        f'<article class="topic-post"><header><b>user_{n}</b> <time>3d</time></header>'
        f'<div class="cooked"><p>{post}</p></div><footer><button>Reply</button></footer></article>'
        for n, post in enumerate(posts)
    )
    body = f"{_menu()}<h1>{title}</h1><main class='topic'>{rows}</main>{_teasers(w, 4)}{_footer()}"
    return MadePage("forum", _page(data, body, title), "\n".join(posts))


def _paywall(w: Writer) -> MadePage:
    title, paras = w.headline(), w.paragraphs(2)
    data = _data(**{"@type": "NewsArticle", "headline": title}, isAccessibleForFree=False)
    offer = (
        '<div class="paywall-offer"><h3>Continue with a subscription</h3><p>Subscribe to continue '
        "reading. Four weeks for one crown, then nine a month. Cancel at any time.</p>"
        '<a href="/login">Already a subscriber? Log in</a></div>'
    )
    body = (
        f"{_cookies()}{_menu()}<article><h1>{title}</h1><div class='article__body'>"
        f"{_tags('p', paras)}</div>{offer}</article>{_teasers(w, 6)}{_footer()}"
    )
    return MadePage("paywall stub", _page(data, body, title), "\n".join(paras))


def _ticker(w: Writer) -> MadePage:
    title, lead = w.headline(), w.paragraph(2)
    entries = [w.paragraph(2) for _ in range(10)]
    updates = [{"@type": "BlogPosting", "articleBody": entry} for entry in entries]
    data = _data(**{"@type": "LiveBlogPosting", "headline": title}, liveBlogUpdate=updates)
    rows = "".join(
        f'<div class="live-entry" data-id="{n}"><span class="stamp">1{n}:2{n}</span>'
        f'<div class="live-entry__text"><p>{entry}</p></div>{_share()}</div>'
        for n, entry in enumerate(entries)
    )
    body = (
        f"{_menu()}<main><h1>{title}</h1><p class='lead'>{lead}</p>"
        f"<div class='live-stream'>{rows}</div></main>{_teasers(w)}{_footer()}"
    )
    return MadePage("live ticker", _page(data, body, title), "\n".join((lead, *entries)))


def _ticker_without_data(w: Writer) -> MadePage:
    title, lead = w.headline(), w.paragraph(2)
    entries = [w.paragraph(1) for _ in range(12)]
    rows = "".join(
        f"<li class='update'><time datetime='2026-05-04T1{n % 10}:00'>{n + 8}.15</time>"
        f"<h3>{' '.join(entry.split()[:4])}</h3><div>{entry}</div></li>"
        for n, entry in enumerate(entries)
    )
    body = (
        f"{_menu()}<article><h1>{title}</h1><p>{lead}</p><ul class='ticker'>{rows}</ul></article>"
        f"{_teasers(w, 3)}{_footer()}"
    )
    heads = [f"{' '.join(entry.split()[:4])}\n{entry}" for entry in entries]
    return MadePage("live ticker", _page("", body, title), "\n".join((lead, *heads)))


def _amp(w: Writer) -> MadePage:
    title, paras = w.headline(), w.paragraphs(6)
    head = '<link rel="canonical" href="https://aldersund-post.example/flood">'
    body = (
        f"<amp-sidebar id='menu'>{_menu()}</amp-sidebar><header><a href='/'>Post</a></header>"
        f"<article class='amp-wp-article'><h1 class='amp-wp-title'>{title}</h1>"
        f"<amp-img src='/a.jpg' width='4' height='3'></amp-img>"
        f"<div class='amp-wp-article-content'>{_tags('p', paras[:3])}<amp-ad type='x'></amp-ad>"
        f"{_tags('p', paras[3:])}</div></article><amp-consent>{_cookies()}</amp-consent>"
        f"<amp-list><div class='related'>{_tags('p', [w.headline() for _ in range(4)])}</div>"
        f"</amp-list>{_footer()}"
    )
    return MadePage("AMP", _page(head, body, title, " amp lang='en'"), "\n".join(paras))


_MAKERS: tuple[Callable[[Writer], MadePage], ...] = (
    *(
        _news,
        _news_in_divs,
        _news_as_data,
        _news_with_table,
        _brief,
        _statement,
        _blog,
        _blog_with_breaks,
    ),
    *(_forum, _forum_as_data, _paywall, _ticker, _ticker_without_data, _amp),
)
