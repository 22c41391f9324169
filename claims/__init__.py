"""The domain: what a claim is, how it is checked and curated. Knows no Discord, SQL or HTTP."""
