"""Which parameters of an address name the page, and which only tell how a reader came to it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

_MARKS_OF_THE_WAY = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh
    mibextid epik rdt_cid srsltid wickedid irclickid irgwc
    mc_cid mc_eid _hsenc _hsmi __hstc __hssc __hsfp hsctatracking vero_id vero_conv mkt_tok
    oly_anon_id oly_enc_id _ga _gl _openstat __twitter_impression
    ref ref_src ref_url referer referrer referringsource feature cmpid cmp icid intcmp intcid ocid
    ncid smid smtyp sr_share taid spm s_kwcid ito at_medium at_campaign xtor wt_mc wt.mc_id
    guccounter guce_referrer guce_referrer_sig share partner edition-redirect leadsource sref srnd
    reflink unlocked_article_code share_id sharetype __tn__ _rdr rdid share_url
    phpsessid jsessionid
    amp amp_js_v amp_gsa amp_kit amp_lite amp_latest_update_time usqp replytocom fb_comment_id
"""
TRACKING = frozenset(_MARKS_OF_THE_WAY.split())
"""Query parameters that say how a reader came to a page, not which page it is."""

_TRACKING_STARTS = (
    *("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "ga_", "__cft__", "at_custom"),
    *("at_link_", "at_bbc_", "at_ptr_", "at_format", "at_campaign_", "ns_"),
)

_VIEWS: Mapping[str, frozenset[str]] = {
    "outputtype": frozenset(("amp", "amphtml", "")),
    "output": frozenset(("amp", "amphtml")),
    "format": frozenset(("amp",)),
    "mobile": frozenset(("1", "true", "yes")),
    "print": frozenset(("", "1", "true", "yes", "y", "print", "pdf")),
    "printable": frozenset(("", "1", "true", "yes", "y")),
    "printerfriendly": frozenset(("", "1", "true", "yes", "y")),
    "printmode": frozenset(("", "1", "true", "yes", "y")),
    "view": frozenset(("print", "mobile", "amp")),
    "pagewanted": frozenset(("all", "print")),
}
"""Parameters that ask for another view of the same page, where they have one of these values."""

_NEW_YORK_TIMES = (
    "action module pgtype nl emc te campaign_id instance_id segment_id user_id regi_id r _r hp "
    "region searchresultposition rref auth login"
)
_OF_ONE_SITE: Mapping[str, frozenset[str]] = {
    "nytimes.com": frozenset(_NEW_YORK_TIMES.split()),
    "washingtonpost.com": frozenset(("tid", "hpid", "wpisrc", "wpmm", "pwapi_token", "itid")),
    "wsj.com": frozenset(("mod", "st", "tesla")),
    "theguardian.com": frozenset(("inarticle", "commentpage")),
    "forbes.com": frozenset(("sh", "ss")),
    "bbc.com": frozenset(("post_id", "pinned_post_locator", "intlink_from_url", "link_location")),
    "cnn.com": frozenset(("iref", "hpt", "sr", "cid")),
    "dailymail.co.uk": frozenset(("ico", "login")),
    "blogspot.com": frozenset(("m",)),
    "medium.com": frozenset(("source", "sk", "gi")),
    "substack.com": frozenset(("r", "triedredirect", "publication_id", "showwelcomeonshare", "s")),
    "reuters.com": frozenset(("feedtype", "feedname", "il", "rpc", "virtualbrandchannel")),
    "yahoo.com": frozenset((".tsrc", "tsrc", "soc_src", "soc_trk")),
    "msn.com": frozenset(("cvid", "ei", "pc")),
    "facebook.com": frozenset(("hc_ref", "fref", "paipv", "eav", "locale", "_fb_noscript", "_ft_")),
    "vk.com": frozenset(("from", "hash")),
    "reddit.com": frozenset(("rdt", "sort", "context", "depth", "st", "sh", "xpromo", "embed")),
}
"""Parameters that only on these sites, and the hosts under them, leave the page the same."""


def lasting_query(host: str, query: str) -> str:
    """The parameters that name the page on this host, in one order and one encoding."""
    if not query:
        return ""
    strays: frozenset[str] = frozenset()
    while host and not strays:
        strays = _OF_ONE_SITE.get(host, strays)
        host = host.partition(".")[2]
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = [pair for pair in pairs if pair[0].lower() not in strays and not _is_stray(*pair)]
    return urlencode(sorted(kept), errors="surrogateescape")


def _is_stray(name: str, value: str) -> bool:
    name = name.lower()
    return (
        name in TRACKING
        or name.startswith(_TRACKING_STARTS)
        or value.lower() in _VIEWS.get(name, ())
    )
