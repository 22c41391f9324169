"""Pages as the web has them, made here: each with the text that a reader came for."""

from __future__ import annotations

from collections.abc import Callable

from article_parts import (
    MONTHS,
    MadePage,
    Writer,
    cookies,
    footer,
    json_ld,
    menu,
    newsletter,
    share,
    tags,
    teasers,
    whole_page,
)


def all_pages() -> list[MadePage]:
    """Every page, always the same."""
    pages = []
    for seed, make in enumerate(_MAKERS * 2):
        pages.append(make(Writer(seed)))
    return pages


def _news(w: Writer) -> MadePage:
    title, paras = w.headline(), w.paragraphs(7)
    sub = w.headline()
    article = (
        f"<article><h1>{title}</h1><p class='byline'>By Ida Holm</p>{share()}"
        f"{tags('p', paras[:3])}{newsletter()}<h2>{sub}</h2>{tags('p', paras[3:])}</article>"
    )
    body = cookies() + menu() + f"<main>{article}{teasers(w)}</main>" + footer()
    text = "\n".join((*paras[:3], sub, *paras[3:]))
    return MadePage("news", whole_page(json_ld(**{"@type": "NewsArticle"}), body, title), text)


def _news_in_divs(w: Writer) -> MadePage:
    title, paras = w.headline(), w.paragraphs(6)
    inner = "".join(
        f'<div class="paragraph-block"><div class="text">{para}</div></div>' for para in paras
    )
    comments = "".join(
        f'<div class="comment"><b>reader{n}</b><p>{w.sentence()}</p></div>' for n in range(6)
    )
    body = (
        f'<div id="top">{menu()}</div><div class="layout"><div class="col-8"><h1>{title}</h1>'
        f'<div class="article-body">{inner}</div><div id="comments" class="comments">'
        f'{comments}</div></div><div class="col-4 sidebar">{teasers(w)}</div></div>{footer()}'
    )
    return MadePage("news", whole_page("", body, title), "\n".join(paras))


def _news_as_data(w: Writer) -> MadePage:
    """A page that builds its text in the browser and carries it as data."""
    title, paras = w.headline(), w.paragraphs(6)
    node = json_ld(**{"@type": "NewsArticle", "headline": title, "articleBody": "\n\n".join(paras)})
    body = (
        f'<div id="app">{menu()}<h1>{title}</h1><p class="standfirst">{paras[0]}</p>'
        f"<div id='story-root'></div>{teasers(w)}</div>{footer()}"
        "<script>window.__STATE__={}</script>"
    )
    return MadePage("news", whole_page(node, body, title), "\n".join(paras))


def _news_with_table(w: Writer) -> MadePage:
    title, paras = w.headline(), w.paragraphs(5)
    quote = w.paragraph(2)
    items = [w.sentence() for _ in range(4)]
    cells = [(month, str(n * 37 + 11)) for n, month in enumerate(MONTHS)]
    table = "".join(f"<tr><td>{month}</td><td>{count} houses</td></tr>" for month, count in cells)
    body = (
        f"{menu()}<section class='story'><h1>{title}</h1>{tags('p', paras[:2])}"
        f"<blockquote><p>{quote}</p></blockquote>{tags('p', paras[2:4])}"
        f"<ul>{tags('li', items)}</ul><table>{table}</table><p>{paras[4]}</p></section>"
        f"{teasers(w, 8)}{footer()}"
    )
    rows = [f"{month} {count} houses" for month, count in cells]
    text = "\n".join((*paras[:2], quote, *paras[2:4], *items, *rows, paras[4]))
    return MadePage("news", whole_page("", body, title), text)


def _brief(w: Writer) -> MadePage:
    """Two sentences of news among many teasers and longer letters from readers."""
    title, para = w.headline(), w.paragraph(2)
    letters = "".join(
        f'<div class="reader-comment"><span>reader {n}</span><p>{w.paragraph(3)}</p></div>'
        for n in range(6)
    )
    body = (
        f"{cookies()}{menu()}<article class='brief'><header><h1>{title}</h1></header>"
        f"<div class='copy'><p>{para}</p></div></article>{teasers(w, 9)}"
        f"<section id='reader-comments'><h2>Letters</h2>{letters}</section>{footer()}"
    )
    return MadePage("news", whole_page("", body, title), para)


def _statement(w: Writer) -> MadePage:
    """A press release: headings, a list of demands and a contact block."""
    title, paras = w.headline(), w.paragraphs(4)
    demands = [w.sentence() for _ in range(5)]
    body = (
        f"{menu()}<div id='content'><h1>{title}</h1><div class='date'>12 May 2026</div>"
        f"{tags('p', paras[:2])}<h3>What we ask for</h3><ol>{tags('li', demands)}</ol>"
        f"{tags('p', paras[2:])}<div class='contact-box'><h4>Press contact</h4>"
        f"<p>Tel. 555-0117</p></div></div>{footer()}"
    )
    text = "\n".join((*paras[:2], "What we ask for", *demands, *paras[2:]))
    return MadePage("press release", whole_page("", body, title), text)


def _blog(w: Writer) -> MadePage:
    title, paras = w.headline(), w.paragraphs(8, 2)
    comments = "".join(
        f'<li class="comment"><div class="comment-body"><p>{w.paragraph(2)}</p></div></li>'
        for _ in range(5)
    )
    body = (
        f'<header class="site-header"><a href="/">River notes</a>{menu()}</header>'
        f'<div class="post hentry"><h1 class="entry-title">{title}</h1>'
        f'<div class="entry-meta">Posted on 4 May 2026 in Floods</div>'
        f'<div class="entry-content">{tags("p", paras)}{share()}</div>'
        f'<div class="post-navigation"><a href="/older">{w.headline()}</a></div></div>'
        f'<ol class="commentlist">{comments}</ol><div class="widget-area">{teasers(w, 3)}</div>'
        f"{footer()}"
    )
    return MadePage("blog", whole_page("", body, title), "\n".join(paras))


def _blog_with_breaks(w: Writer) -> MadePage:
    """The old way: no paragraphs, only line breaks, in a table for layout."""
    title, paras = w.headline(), w.paragraphs(6, 2)
    body = (
        f"<table width='900'><tr><td width='200'>{menu()}</td><td><font size='5'>{title}</font>"
        f"<br><br>{'<br><br>'.join(paras)}</td></tr></table><center>Since 1999. Visitors: 20817"
        "</center>"
    )
    return MadePage("blog", whole_page("", body, title), "\n".join(paras))


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
    body = f"{menu()}<h2 class='topic-title'>{title}</h2><div class='thread'>{rows}</div>{footer()}"
    return MadePage("forum", whole_page("", body, title), "\n".join(posts))


def _forum_as_data(w: Writer) -> MadePage:
    posts = [w.paragraph(2) for _ in range(6)]
    title = w.headline()
    answers = [{"@type": "Comment", "text": post} for post in posts[1:]]
    node = json_ld(
        **{"@type": "DiscussionForumPosting", "headline": title, "text": posts[0]},
        comment=answers,
    )
    rows = "".join(
        f'<article class="topic-post"><header><b>user_{n}</b> <time>3d</time></header>'
        f'<div class="cooked"><p>{post}</p></div><footer><button>Reply</button></footer></article>'
        for n, post in enumerate(posts)
    )
    body = f"{menu()}<h1>{title}</h1><main class='topic'>{rows}</main>{teasers(w, 4)}{footer()}"
    return MadePage("forum", whole_page(node, body, title), "\n".join(posts))


def _paywall(w: Writer) -> MadePage:
    title, paras = w.headline(), w.paragraphs(2)
    node = json_ld(**{"@type": "NewsArticle", "headline": title}, isAccessibleForFree=False)
    offer = (
        '<div class="paywall-offer"><h3>Continue with a subscription</h3><p>Subscribe to continue '
        "reading. Four weeks for one crown, then nine a month. Cancel at any time.</p>"
        '<a href="/login">Already a subscriber? Log in</a></div>'
    )
    body = (
        f"{cookies()}{menu()}<article><h1>{title}</h1><div class='article__body'>"
        f"{tags('p', paras)}</div>{offer}</article>{teasers(w, 6)}{footer()}"
    )
    return MadePage("paywall stub", whole_page(node, body, title), "\n".join(paras))


def _ticker(w: Writer) -> MadePage:
    title, lead = w.headline(), w.paragraph(2)
    entries = [w.paragraph(2) for _ in range(10)]
    updates = [{"@type": "BlogPosting", "articleBody": entry} for entry in entries]
    node = json_ld(**{"@type": "LiveBlogPosting", "headline": title}, liveBlogUpdate=updates)
    rows = "".join(
        f'<div class="live-entry" data-id="{n}"><span class="stamp">1{n}:2{n}</span>'
        f'<div class="live-entry__text"><p>{entry}</p></div>{share()}</div>'
        for n, entry in enumerate(entries)
    )
    body = (
        f"{menu()}<main><h1>{title}</h1><p class='lead'>{lead}</p>"
        f"<div class='live-stream'>{rows}</div></main>{teasers(w)}{footer()}"
    )
    return MadePage("live ticker", whole_page(node, body, title), "\n".join((lead, *entries)))


def _ticker_without_data(w: Writer) -> MadePage:
    title, lead = w.headline(), w.paragraph(2)
    entries = [w.paragraph(1) for _ in range(12)]
    rows = "".join(
        f"<li class='update'><time datetime='2026-05-04T1{n % 10}:00'>{n + 8}.15</time>"
        f"<h3>{' '.join(entry.split()[:4])}</h3><div>{entry}</div></li>"
        for n, entry in enumerate(entries)
    )
    body = (
        f"{menu()}<article><h1>{title}</h1><p>{lead}</p><ul class='ticker'>{rows}</ul></article>"
        f"{teasers(w, 3)}{footer()}"
    )
    heads = [f"{' '.join(entry.split()[:4])}\n{entry}" for entry in entries]
    return MadePage("live ticker", whole_page("", body, title), "\n".join((lead, *heads)))


def _amp(w: Writer) -> MadePage:
    title, paras = w.headline(), w.paragraphs(6)
    head = '<link rel="canonical" href="https://aldersund-post.example/flood">'
    body = (
        f"<amp-sidebar id='menu'>{menu()}</amp-sidebar><header><a href='/'>Post</a></header>"
        f"<article class='amp-wp-article'><h1 class='amp-wp-title'>{title}</h1>"
        f"<amp-img src='/a.jpg' width='4' height='3'></amp-img>"
        f"<div class='amp-wp-article-content'>{tags('p', paras[:3])}<amp-ad type='x'></amp-ad>"
        f"{tags('p', paras[3:])}</div></article><amp-consent>{cookies()}</amp-consent>"
        f"<amp-list><div class='related'>{tags('p', [w.headline() for _ in range(4)])}</div>"
        f"</amp-list>{footer()}"
    )
    return MadePage("AMP", whole_page(head, body, title, " amp lang='en'"), "\n".join(paras))


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
