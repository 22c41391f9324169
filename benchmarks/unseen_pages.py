"""Builds of pages made after the extraction was; nothing in it was changed for their sake."""

from __future__ import annotations

from collections.abc import Callable

from article_parts import (
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


def unseen_pages() -> list[MadePage]:
    """Every page, always the same."""
    return [make(Writer(500 + seed)) for seed, make in enumerate(_MAKERS * 2)]


def _magazine(w: Writer) -> MadePage:
    title, paras = w.headline(), w.paragraphs(9)
    chapters = [w.headline() for _ in range(3)]
    blocks = "".join(
        f"<section class='chapter'><h2>{chapters[n]}</h2>{tags('p', paras[n * 3 : n * 3 + 3])}"
        f"<figure><img src='/{n}.jpg'><figcaption>Photo: P. Lind</figcaption></figure></section>"
        for n in range(3)
    )
    body = (
        f"{menu()}<div class='reading-progress'></div><main class='longread has-sidebar'>"
        f"<header><h1>{title}</h1></header>{blocks}</main>{newsletter()}{teasers(w, 7)}{footer()}"
    )
    pieces = [p for n in range(3) for p in (chapters[n], *paras[n * 3 : n * 3 + 3])]
    return MadePage("magazine", whole_page("", body, title), "\n".join(pieces))


def _interview(w: Writer) -> MadePage:
    title, asked, told = w.headline(), w.paragraphs(6, 1), w.paragraphs(6, 3)
    talk = "".join(
        f"<p class='q'><strong>{q}</strong></p><p class='a'>{a}</p>"
        for q, a in zip(asked, told, strict=True)
    )
    body = (
        f"{cookies()}{menu()}<div class='content-wrapper'><div class='content'><h1>{title}</h1>"
        f"{share()}{talk}<div class='tags'>Tags: <a href='/t'>flood</a> <a href='/u'>dyke</a></div>"
        f"</div></div>{teasers(w, 4)}{footer()}"
    )
    pieces = [piece for pair in zip(asked, told, strict=True) for piece in pair]
    return MadePage("interview", whole_page("", body, title), "\n".join(pieces))


def _agency(w: Writer) -> MadePage:
    """A wire story in one preformatted block."""
    title, paras = w.headline(), w.paragraphs(5)
    text = "\n\n".join(paras)
    body = f"<div>{menu()}</div><h2>{title}</h2><pre class='wire'>{text}</pre>{footer()}"
    return MadePage("wire story", whole_page("", body, title), text)


def _board(w: Writer) -> MadePage:
    """A board of the old kind: a table row for each post, signatures under them."""
    posts = [w.paragraph(1 + n % 2) for n in range(8)]
    rows = "".join(
        f"<tr class='row{n % 2}'><td class='poster'>user{n}<br>Joined: May 2009</td>"
        f"<td class='postcell'><div class='postbody'>{post}</div><div class='signature'>"
        f"______<br>Rivers have no owners</div></td></tr>"
        for n, post in enumerate(posts)
    )
    title = w.headline()
    body = f"{menu()}<h3>{title}</h3><table class='forumline'>{rows}</table>{footer()}"
    return MadePage("old board", whole_page("", body, title), "\n".join(posts))


def _minute_by_minute(w: Writer) -> MadePage:
    title, entries = w.headline(), [w.paragraph(2) for _ in range(9)]
    rows = "".join(
        f"<section class='minute'><h4>{n + 10}:05</h4>{tags('p', [entry])}<a href='#{n}'>Link</a>"
        "</section>"
        for n, entry in enumerate(entries)
    )
    body = f"{menu()}<main><h1>{title}</h1>{rows}</main>{teasers(w, 6)}{footer()}"
    return MadePage("minute by minute", whole_page("", body, title), "\n".join(entries))


def _metered(w: Writer) -> MadePage:
    """A stub whose data say nothing: only its words tell that it goes on for subscribers."""
    title, para = w.headline(), w.paragraph(3)
    body = (
        f"{menu()}<article><h1>{title}</h1><p>{para}</p><div class='gate'><p>You have read your "
        "three free stories this month.</p><a href='/buy'>See all offers</a></div></article>"
        f"{teasers(w, 6)}{footer()}"
    )
    node = json_ld(**{"@type": "WebPage", "name": title})
    return MadePage("metered stub", whole_page(node, body, title), para)


_MAKERS: tuple[Callable[[Writer], MadePage], ...] = (
    *(_magazine, _interview, _agency, _board, _minute_by_minute, _metered),
)
