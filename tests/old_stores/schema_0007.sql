BEGIN TRANSACTION;
CREATE TABLE about (
	name VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_about PRIMARY KEY (name)
);
INSERT INTO "about" VALUES('feed_id','f769c5d6009f4e89abdd98ef43e6fd0d');
CREATE TABLE addition_revisions (
	community VARCHAR(80) NOT NULL, 
	claim_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	claim_revision INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	body TEXT NOT NULL, minor BOOLEAN DEFAULT 0 NOT NULL, told TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_addition_revisions PRIMARY KEY (community, claim_id, number), 
	CONSTRAINT fk_addition_revisions_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id), 
	CONSTRAINT fk_addition_revisions_community_communities FOREIGN KEY(community) REFERENCES communities (id)
);
INSERT INTO "addition_revisions" VALUES('1',1,1,1,'2026-11-23 09:42:20.824020','a','Added to a claim of a pack','{"phrasings":["It shut."]}',0,'');
CREATE TABLE additions (
	community VARCHAR(80) NOT NULL, 
	claim_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	updated_at DATETIME NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_additions PRIMARY KEY (community, claim_id), 
	CONSTRAINT fk_additions_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id), 
	CONSTRAINT fk_additions_community_communities FOREIGN KEY(community) REFERENCES communities (id)
);
INSERT INTO "additions" VALUES('1',1,1,'2026-11-23 09:42:20.824020','{"phrasings":["It shut."]}');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0007');
CREATE TABLE answers (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community VARCHAR(80) NOT NULL, 
	sealed BLOB NOT NULL, 
	created_at DATETIME NOT NULL
);
INSERT INTO "answers" VALUES(1,'1',X'7365616C6564','2026-11-23 09:42:20.852227');
CREATE TABLE appearances (
	owner VARCHAR(100) NOT NULL, 
	document VARCHAR(80) NOT NULL, 
	claim_id INTEGER NOT NULL, 
	CONSTRAINT pk_appearances PRIMARY KEY (owner, document, claim_id), 
	CONSTRAINT fk_appearances_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id)
);
INSERT INTO "appearances" VALUES('pack:bridges','D1',1);
INSERT INTO "appearances" VALUES('pack:bridges','D1',2);
INSERT INTO "appearances" VALUES('pack:bridges','D1',3);
INSERT INTO "appearances" VALUES('community:1','D',4);
CREATE TABLE askers (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community VARCHAR(80) NOT NULL, 
	request_id INTEGER NOT NULL, 
	who VARCHAR(64) NOT NULL, 
	user VARCHAR(40), 
	text TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	told VARCHAR(20) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	expires_at DATETIME, 
	CONSTRAINT fk_askers_community_communities FOREIGN KEY(community) REFERENCES communities (id), 
	CONSTRAINT fk_askers_request_id_requests FOREIGN KEY(request_id) REFERENCES requests (id), 
	CONSTRAINT uq_askers_request_id_who UNIQUE (request_id, who)
);
INSERT INTO "askers" VALUES(1,'1',1,'a6de674f605dd5d2dabc35b49d0ef569df8460f548cac1fb9c83f6eebee9b726',NULL,'Is the old mill still standing?','','nothing','2026-11-23 09:00:00.000000','2027-02-21 09:00:00.000000');
CREATE TABLE audit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community VARCHAR(80) NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR(80) NOT NULL, 
	action TEXT NOT NULL, 
	claim_id INTEGER, 
	revision INTEGER, 
	request INTEGER, 
	reason TEXT NOT NULL, 
	CONSTRAINT fk_audit_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id), 
	CONSTRAINT fk_audit_community_communities FOREIGN KEY(community) REFERENCES communities (id)
);
INSERT INTO "audit" VALUES(1,'1','2026-11-23 09:00:00.000000','3','settings changed',NULL,NULL,NULL,'asks_a_day, replies_public');
CREATE TABLE bulletin_steps (
	bulletin_id INTEGER NOT NULL, 
	follow_id INTEGER NOT NULL, 
	base INTEGER NOT NULL, 
	told INTEGER NOT NULL, 
	ends BOOLEAN NOT NULL, 
	CONSTRAINT pk_bulletin_steps PRIMARY KEY (bulletin_id, follow_id), 
	CONSTRAINT fk_bulletin_steps_bulletin_id_bulletins FOREIGN KEY(bulletin_id) REFERENCES bulletins (id)
);
CREATE TABLE bulletins (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	user VARCHAR(40) NOT NULL, 
	daily BOOLEAN NOT NULL, 
	claimed_at DATETIME NOT NULL, 
	CONSTRAINT uq_bulletins_user UNIQUE (user)
);
CREATE TABLE claims (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	owner VARCHAR(100) NOT NULL, 
	number INTEGER NOT NULL, 
	ref VARCHAR(200) NOT NULL, 
	status VARCHAR(20) NOT NULL, 
	search TEXT NOT NULL, 
	language VARCHAR(40) NOT NULL, 
	revision INTEGER NOT NULL, 
	updated_at DATETIME NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT uq_claims_owner_number UNIQUE (owner, number), 
	CONSTRAINT uq_claims_owner_ref UNIQUE (owner, ref)
);
INSERT INTO "claims" VALUES(1,'pack:bridges',1,'C01','published','
bridge 1 was closed.
','en',1,'2026-11-23 09:42:20.688305','{"ref":"C01","text":"Bridge 1 was closed.","evidence":[{"source":"S2","stance":"supports"}],"appearances":[{"document":"D1"}]}');
INSERT INTO "claims" VALUES(2,'pack:bridges',2,'C02','published','
bridge 2 was closed.
','en',1,'2026-11-23 09:42:20.688305','{"ref":"C02","text":"Bridge 2 was closed.","evidence":[{"source":"S2","stance":"supports"}],"appearances":[{"document":"D1"}]}');
INSERT INTO "claims" VALUES(3,'pack:bridges',3,'C03','published','
bridge 3 was closed.
','en',1,'2026-11-23 09:42:20.688305','{"ref":"C03","text":"Bridge 3 was closed.","evidence":[{"source":"S2","stance":"supports"}],"appearances":[{"document":"D1"}]}');
INSERT INTO "claims" VALUES(4,'community:1',101,'X1','published','shut
the bridge was closed in may.
','en',2,'2026-11-23 09:42:20.769560','{"ref":"X1","text":"The bridge was closed in May.","title":"Shut","evidence":[{"source":"G","stance":"supports"}],"appearances":[{"document":"D"}]}');
INSERT INTO "claims" VALUES(5,'community:2',1,'Y1','published','
the tunnel is wet.
','en',1,'2026-11-23 09:42:20.786970','{"ref":"Y1","text":"The tunnel is wet."}');
CREATE TABLE communities (
	id VARCHAR(80) NOT NULL, 
	next_number INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	welcomed_at DATETIME, 
	settings TEXT NOT NULL, settings_revision INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_communities PRIMARY KEY (id)
);
INSERT INTO "communities" VALUES('1',102,'2026-11-23 09:42:20.717867',NULL,'{"replies_public":true,"asks_a_day":7}',1);
INSERT INTO "communities" VALUES('2',2,'2026-11-23 09:42:20.786970',NULL,'{}',0);
INSERT INTO "communities" VALUES('1001',1,'2026-11-23 10:54:53.664623','2026-11-23 10:54:53.664623','{}',0);
INSERT INTO "communities" VALUES('2002',1,'2026-11-23 10:54:53.684321','2026-11-23 10:54:53.684321','{}',0);
CREATE TABLE corrections (
	community VARCHAR(80) NOT NULL, 
	channel VARCHAR(40) NOT NULL, 
	message VARCHAR(40) NOT NULL, 
	found_at DATETIME NOT NULL, 
	not_before DATETIME NOT NULL, 
	claimed_at DATETIME, 
	attempts INTEGER NOT NULL, 
	CONSTRAINT pk_corrections PRIMARY KEY (community, channel, message)
);
INSERT INTO "corrections" VALUES('1','10','20','2026-11-25 00:00:00.000000','2026-11-25 00:02:00.000000',NULL,0);
CREATE TABLE deeds (
	community VARCHAR(80) NOT NULL, 
	"key" VARCHAR(120) NOT NULL, 
	action TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	outcome TEXT NOT NULL, 
	CONSTRAINT pk_deeds PRIMARY KEY (community, "key"), 
	CONSTRAINT fk_deeds_community_communities FOREIGN KEY(community) REFERENCES communities (id)
);
INSERT INTO "deeds" VALUES('1','i1','settings changed','2026-11-23 09:00:00.000000','{"counts":[0,0]}');
INSERT INTO "deeds" VALUES('1','i2','request filed','2026-11-23 09:00:00.000000','{"request":1,"counts":[0,0]}');
CREATE TABLE document_addresses (
	owner VARCHAR(100) NOT NULL, 
	address VARCHAR(2000) NOT NULL, 
	document VARCHAR(80) NOT NULL, 
	listed VARCHAR(2000) NOT NULL, 
	CONSTRAINT pk_document_addresses PRIMARY KEY (owner, address, document)
);
INSERT INTO "document_addresses" VALUES('pack:bridges','https://herald.example/bridges','D1','https://herald.example/bridges');
INSERT INTO "document_addresses" VALUES('pack:bridges','https://mirror.example/b?id=1','D1','https://mirror.example/b?id=1');
INSERT INTO "document_addresses" VALUES('community:1','https://a.example/1','D','https://a.example/1');
CREATE TABLE documents (
	owner VARCHAR(100) NOT NULL, 
	"key" VARCHAR(80) NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_documents PRIMARY KEY (owner, "key")
);
INSERT INTO "documents" VALUES('pack:bridges','D1','{"key":"D1","title":"Bridges","publisher":"The Herald","urls":["https://herald.example/bridges"],"source":"S2","republications":[{"publisher":"The Mirror","url":"https://mirror.example/b?id=1"}]}');
INSERT INTO "documents" VALUES('community:1','D','{"key":"D","title":"An article","publisher":"A paper","urls":["https://a.example/1"]}');
CREATE TABLE enabled_packs (
	community VARCHAR(80) NOT NULL, 
	pack VARCHAR(80) NOT NULL, 
	enabled_at DATETIME NOT NULL, 
	CONSTRAINT pk_enabled_packs PRIMARY KEY (community, pack), 
	CONSTRAINT fk_enabled_packs_community_communities FOREIGN KEY(community) REFERENCES communities (id), 
	CONSTRAINT fk_enabled_packs_pack_packs FOREIGN KEY(pack) REFERENCES packs (id)
);
INSERT INTO "enabled_packs" VALUES('1','bridges','2026-11-25 21:27:11.728673');
CREATE TABLE feed (
	sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	owner VARCHAR(100) NOT NULL, 
	claim_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT fk_feed_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id), 
	CONSTRAINT uq_feed_owner_claim_id UNIQUE (owner, claim_id)
);
INSERT INTO "feed" VALUES(1,'pack:bridges',1,'2026-11-23 09:42:20.688305');
INSERT INTO "feed" VALUES(2,'pack:bridges',2,'2026-11-23 09:42:20.688305');
INSERT INTO "feed" VALUES(3,'pack:bridges',3,'2026-11-23 09:42:20.688305');
INSERT INTO "feed" VALUES(5,'community:1',4,'2026-11-23 09:42:20.769560');
INSERT INTO "feed" VALUES(6,'community:2',5,'2026-11-23 09:42:20.786970');
INSERT INTO "feed" VALUES(9,'community:1',1,'2026-11-25 21:27:11.728673');
CREATE TABLE feedback (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community VARCHAR(80) NOT NULL, 
	claim_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	wording TEXT NOT NULL, 
	remark TEXT NOT NULL, 
	user VARCHAR(200) NOT NULL, 
	same VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT fk_feedback_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id), 
	CONSTRAINT uq_feedback_community_claim_id_user_kind_same UNIQUE (community, claim_id, user, kind, same)
);
INSERT INTO "feedback" VALUES(1,'1',1,'not_this_claim','Another bridge.','','h','91fa2fa7be23352872cf7d35c75891b0178c2bd8a4442a0bb11547c503fd73b7','2026-11-23 09:42:20.838271');
CREATE TABLE followers (
	user VARCHAR(40) NOT NULL, 
	minute INTEGER NOT NULL, 
	told_at DATETIME, 
	daily_at DATETIME, 
	blocked_at DATETIME, 
	CONSTRAINT pk_followers PRIMARY KEY (user)
);
INSERT INTO "followers" VALUES('9',540,NULL,NULL,NULL);
CREATE TABLE follows (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community VARCHAR(80) NOT NULL, 
	user VARCHAR(40) NOT NULL, 
	claim_id INTEGER NOT NULL, 
	question VARCHAR(32) NOT NULL, 
	pace VARCHAR(20) NOT NULL, 
	since DATETIME NOT NULL, 
	until DATETIME, 
	told INTEGER NOT NULL, 
	seen INTEGER NOT NULL, 
	CONSTRAINT fk_follows_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id), 
	CONSTRAINT fk_follows_community_communities FOREIGN KEY(community) REFERENCES communities (id), 
	CONSTRAINT fk_follows_user_followers FOREIGN KEY(user) REFERENCES followers (user), 
	CONSTRAINT uq_follows_user_community_claim_id_question UNIQUE (user, community, claim_id, question)
);
INSERT INTO "follows" VALUES(1,'1','9',4,'','daily','2026-11-24 08:00:00.000000',NULL,2,2);
CREATE TABLE import_rejections (
	community VARCHAR(80) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	line INTEGER NOT NULL, 
	sentence TEXT NOT NULL, 
	CONSTRAINT pk_import_rejections PRIMARY KEY (community, digest, line), 
	CONSTRAINT fk_import_rejections_community_communities FOREIGN KEY(community) REFERENCES communities (id)
);
CREATE TABLE imports (
	community VARCHAR(80) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	position INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	added INTEGER NOT NULL, 
	changed INTEGER NOT NULL, 
	unchanged INTEGER NOT NULL, 
	rejected INTEGER NOT NULL, 
	started_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	CONSTRAINT pk_imports PRIMARY KEY (community, digest), 
	CONSTRAINT fk_imports_community_communities FOREIGN KEY(community) REFERENCES communities (id)
);
CREATE TABLE link_states (
	community VARCHAR(80) NOT NULL, 
	source VARCHAR(80) NOT NULL, 
	since DATETIME NOT NULL, 
	tried_at DATETIME NOT NULL, 
	problem TEXT NOT NULL, 
	CONSTRAINT pk_link_states PRIMARY KEY (community, source), 
	CONSTRAINT fk_link_states_community_communities FOREIGN KEY(community) REFERENCES communities (id)
);
CREATE TABLE met_wordings (
	community VARCHAR(80) NOT NULL, 
	claim_id INTEGER NOT NULL, 
	wording VARCHAR(20) NOT NULL, 
	times INTEGER NOT NULL, 
	since DATE NOT NULL, 
	CONSTRAINT pk_met_wordings PRIMARY KEY (community, claim_id, wording), 
	CONSTRAINT fk_met_wordings_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id)
);
INSERT INTO "met_wordings" VALUES('1',1,'aaaaaaaaaaaaaaaaaaaa',3,'2026-11-25');
CREATE TABLE notices (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community VARCHAR(80) NOT NULL, 
	request_id INTEGER NOT NULL, 
	asker_id INTEGER NOT NULL, 
	user VARCHAR(40), 
	verdict VARCHAR(20) NOT NULL, 
	claim_id INTEGER, 
	sentence TEXT NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	attempts INTEGER NOT NULL, 
	claimed_at DATETIME, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT fk_notices_asker_id_askers FOREIGN KEY(asker_id) REFERENCES askers (id), 
	CONSTRAINT fk_notices_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id), 
	CONSTRAINT fk_notices_community_communities FOREIGN KEY(community) REFERENCES communities (id), 
	CONSTRAINT fk_notices_request_id_requests FOREIGN KEY(request_id) REFERENCES requests (id), 
	CONSTRAINT uq_notices_asker_id UNIQUE (asker_id)
);
CREATE TABLE number_blocks (
	community VARCHAR(80) NOT NULL, 
	pack VARCHAR(80) NOT NULL, 
	pack_from INTEGER NOT NULL, 
	pack_to INTEGER NOT NULL, 
	first_number INTEGER NOT NULL, 
	CONSTRAINT pk_number_blocks PRIMARY KEY (community, pack, pack_from), 
	CONSTRAINT fk_number_blocks_community_communities FOREIGN KEY(community) REFERENCES communities (id), 
	CONSTRAINT fk_number_blocks_pack_packs FOREIGN KEY(pack) REFERENCES packs (id), 
	CONSTRAINT uq_number_blocks_community_first_number UNIQUE (community, first_number)
);
INSERT INTO "number_blocks" VALUES('1','bridges',1,100,1);
CREATE TABLE origins (
	claim_id INTEGER NOT NULL, 
	community VARCHAR(80) NOT NULL, 
	pack VARCHAR(80) NOT NULL, 
	version VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_origins PRIMARY KEY (claim_id), 
	CONSTRAINT fk_origins_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id), 
	CONSTRAINT fk_origins_community_communities FOREIGN KEY(community) REFERENCES communities (id)
);
CREATE TABLE packs (
	id VARCHAR(80) NOT NULL, 
	title TEXT NOT NULL, 
	version VARCHAR(40) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	head TEXT NOT NULL, 
	loaded_at DATETIME NOT NULL, 
	CONSTRAINT pk_packs PRIMARY KEY (id)
);
INSERT INTO "packs" VALUES('bridges','Bridges','1.0.0','{"format":1,"pack":{"id":"bridges","title":"Bridges","version":"1.0.0","language":"en","description":"Claims about bridges.","method":"Read in the library.","licence":"CC-BY-4.0","signed_off":{"by":"Nobody","date":"2026-11-23"}},"sources":[{"key":"S1","publisher":"The Gazette","title":null,"title_note":null,"author":null,"date":null,"url":"https://gazette.example/1","archived_url":null,"kind":"news","language":"en","party":null,"affiliation":null,"repost_of":null,"checked":"not_opened","checked_on":null,"checked_by":null,"note":null},{"key":"S2","publisher":"The Herald","title":null,"title_note":null,"author":null,"date":null,"url":null,"archived_url":null,"kind":"repost","language":"en","party":null,"affiliation":null,"repost_of":"S1","checked":"not_opened","checked_on":null,"checked_by":null,"note":null}],"documents":[{"key":"D1","title":"Bridges","publisher":"The Herald","author":null,"date":null,"urls":["https://herald.example/bridges"],"source":"S2","republications":[{"publisher":"The Mirror","date":null,"url":"https://mirror.example/b?id=1","source":null}],"note":null}],"claims":[{"ref":"C01","text":"Bridge 1 was closed.","title":null,"language":"en","status":"published","kind":"fact","checkability":null,"speaker":null,"date":null,"evidence_kind":null,"url":null,"topics":[],"names":[],"places":[],"chain":[],"departure":null,"evidence":[{"source":"S2","stance":"supports","note":null}],"questions":[],"phrasings":[],"blocked":[],"variants":[],"appearances":[{"document":"D1","where":null,"quote":null,"departure":null}],"review_on":null},{"ref":"C02","text":"Bridge 2 was closed.","title":null,"language":"en","status":"published","kind":"fact","checkability":null,"speaker":null,"date":null,"evidence_kind":null,"url":null,"topics":[],"names":[],"places":[],"chain":[],"departure":null,"evidence":[{"source":"S2","stance":"supports","note":null}],"questions":[],"phrasings":[],"blocked":[],"variants":[],"appearances":[{"document":"D1","where":null,"quote":null,"departure":null}],"review_on":null},{"ref":"C03","text":"Bridge 3 was closed.","title":null,"language":"en","status":"published","kind":"fact","checkability":null,"speaker":null,"date":null,"evidence_kind":null,"url":null,"topics":[],"names":[],"places":[],"chain":[],"departure":null,"evidence":[{"source":"S2","stance":"supports","note":null}],"questions":[],"phrasings":[],"blocked":[],"variants":[],"appearances":[{"document":"D1","where":null,"quote":null,"departure":null}],"review_on":null}]}','{"id":"bridges","title":"Bridges","version":"1.0.0","description":"Claims about bridges.","method":"Read in the library.","licence":"CC-BY-4.0","signed_off":{"by":"Nobody","date":"2026-11-23"}}','2026-11-23 09:42:20.688305');
CREATE TABLE proposals (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community VARCHAR(80) NOT NULL, 
	claim_id INTEGER NOT NULL, 
	action TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	actor VARCHAR(80) NOT NULL, 
	at DATETIME NOT NULL, 
	body TEXT NOT NULL, 
	decision VARCHAR(20) NOT NULL, 
	decided_by VARCHAR(80), 
	decided_at DATETIME, 
	sentence TEXT NOT NULL, 
	CONSTRAINT fk_proposals_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id), 
	CONSTRAINT fk_proposals_community_communities FOREIGN KEY(community) REFERENCES communities (id)
);
CREATE TABLE reference_revisions (
	community VARCHAR(80) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	"key" VARCHAR(80) NOT NULL, 
	number INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_reference_revisions PRIMARY KEY (community, kind, "key", number), 
	CONSTRAINT fk_reference_revisions_community_communities FOREIGN KEY(community) REFERENCES communities (id)
);
CREATE TABLE requests (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	community VARCHAR(80) NOT NULL, 
	number INTEGER NOT NULL, 
	status VARCHAR(20) NOT NULL, 
	text TEXT NOT NULL, 
	language VARCHAR(40), 
	asked INTEGER NOT NULL, 
	first_asked DATETIME NOT NULL, 
	last_asked DATETIME NOT NULL, 
	taken_by VARCHAR(80), 
	claim_id INTEGER, 
	closed_at DATETIME, 
	closed_by VARCHAR(80), 
	sentence TEXT NOT NULL, 
	CONSTRAINT fk_requests_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id), 
	CONSTRAINT fk_requests_community_communities FOREIGN KEY(community) REFERENCES communities (id), 
	CONSTRAINT uq_requests_community_number UNIQUE (community, number)
);
INSERT INTO "requests" VALUES(1,'1',1,'open','Is the old mill still standing?',NULL,1,'2026-11-23 09:00:00.000000','2026-11-23 09:00:00.000000',NULL,NULL,NULL,NULL,'');
CREATE TABLE revisions (
	claim_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	owner VARCHAR(100) NOT NULL, 
	base INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	body TEXT NOT NULL, minor BOOLEAN DEFAULT 0 NOT NULL, told TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_revisions PRIMARY KEY (claim_id, number), 
	CONSTRAINT fk_revisions_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id)
);
INSERT INTO "revisions" VALUES(1,1,'pack:bridges',0,'2026-11-23 09:42:20.688305','pack','Pack Bridges 1.0.0','{"ref":"C01","text":"Bridge 1 was closed.","evidence":[{"source":"S2","stance":"supports"}],"appearances":[{"document":"D1"}]}',0,'');
INSERT INTO "revisions" VALUES(2,1,'pack:bridges',0,'2026-11-23 09:42:20.688305','pack','Pack Bridges 1.0.0','{"ref":"C02","text":"Bridge 2 was closed.","evidence":[{"source":"S2","stance":"supports"}],"appearances":[{"document":"D1"}]}',0,'');
INSERT INTO "revisions" VALUES(3,1,'pack:bridges',0,'2026-11-23 09:42:20.688305','pack','Pack Bridges 1.0.0','{"ref":"C03","text":"Bridge 3 was closed.","evidence":[{"source":"S2","stance":"supports"}],"appearances":[{"document":"D1"}]}',0,'');
INSERT INTO "revisions" VALUES(4,1,'community:1',0,'2026-11-23 09:42:20.750270','a','r','{"ref":"X1","text":"The bridge was closed in May.","evidence":[{"source":"G","stance":"supports"}],"appearances":[{"document":"D"}],"review_on":"2026-01"}',0,'');
INSERT INTO "revisions" VALUES(4,2,'community:1',1,'2026-11-23 09:42:20.769560','b','titled','{"ref":"X1","text":"The bridge was closed in May.","title":"Shut","evidence":[{"source":"G","stance":"supports"}],"appearances":[{"document":"D"}]}',1,'');
INSERT INTO "revisions" VALUES(5,1,'community:2',0,'2026-11-23 09:42:20.786970','a','r','{"ref":"Y1","text":"The tunnel is wet."}',0,'');
CREATE TABLE shared_answers (
	community VARCHAR(80) NOT NULL, 
	channel VARCHAR(40) NOT NULL, 
	message VARCHAR(40) NOT NULL, 
	claim_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	at DATETIME NOT NULL, gone BOOLEAN DEFAULT 0 NOT NULL, corrected_at DATETIME, 
	CONSTRAINT pk_shared_answers PRIMARY KEY (community, channel, message, claim_id), 
	CONSTRAINT fk_shared_answers_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id)
);
INSERT INTO "shared_answers" VALUES('1','10','20',1,2,'2026-11-23 09:42:20.857246',0,NULL);
CREATE TABLE sources (
	owner VARCHAR(100) NOT NULL, 
	"key" VARCHAR(80) NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_sources PRIMARY KEY (owner, "key")
);
INSERT INTO "sources" VALUES('pack:bridges','S1','{"key":"S1","publisher":"The Gazette","url":"https://gazette.example/1"}');
INSERT INTO "sources" VALUES('pack:bridges','S2','{"key":"S2","publisher":"The Herald","kind":"repost","repost_of":"S1"}');
INSERT INTO "sources" VALUES('community:1','G','{"key":"G","publisher":"The Gazette"}');
CREATE TABLE suggestion_decisions (
	feedback_id INTEGER NOT NULL, 
	community VARCHAR(80) NOT NULL, 
	decision VARCHAR(20) NOT NULL, 
	actor VARCHAR(80) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_suggestion_decisions PRIMARY KEY (feedback_id), 
	CONSTRAINT fk_suggestion_decisions_community_communities FOREIGN KEY(community) REFERENCES communities (id)
);
CREATE TABLE watch_opt_outs (
	community VARCHAR(80) NOT NULL, 
	user VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_watch_opt_outs PRIMARY KEY (community, user), 
	CONSTRAINT fk_watch_opt_outs_community_communities FOREIGN KEY(community) REFERENCES communities (id)
);
INSERT INTO "watch_opt_outs" VALUES('1','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','2026-11-24 08:00:00.000000');
CREATE INDEX ix_answers_created_at ON answers (created_at);
CREATE INDEX ix_claims_owner_updated_at_id ON claims (owner, updated_at, id);
CREATE INDEX ix_additions_claim_id ON additions (claim_id);
CREATE INDEX ix_appearances_claim_id ON appearances (claim_id);
CREATE INDEX ix_feed_claim_id ON feed (claim_id);
CREATE INDEX ix_feedback_created_at ON feedback (created_at);
CREATE INDEX ix_shared_answers_community_claim_id ON shared_answers (community, claim_id);
CREATE INDEX ix_audit_claim_id ON audit (claim_id);
CREATE INDEX ix_audit_community_id ON audit (community, id);
CREATE INDEX ix_deeds_at ON deeds (at);
CREATE INDEX ix_origins_community_pack ON origins (community, pack);
CREATE INDEX ix_proposals_claim_id ON proposals (claim_id);
CREATE INDEX ix_proposals_community_decision ON proposals (community, decision);
CREATE INDEX ix_requests_claim_id ON requests (claim_id);
CREATE INDEX ix_requests_community_status ON requests (community, status);
CREATE INDEX ix_askers_community_who_asked_at ON askers (community, who, asked_at);
CREATE INDEX ix_askers_expires_at ON askers (expires_at);
CREATE INDEX ix_notices_state_id ON notices (state, id);
CREATE INDEX ix_follows_claim_id ON follows (claim_id);
CREATE INDEX ix_follows_until ON follows (until);
CREATE INDEX ix_shared_answers_claim_id ON shared_answers (claim_id);
CREATE INDEX ix_corrections_not_before ON corrections (not_before);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('claims',5);
INSERT INTO "sqlite_sequence" VALUES('feed',9);
INSERT INTO "sqlite_sequence" VALUES('feedback',1);
INSERT INTO "sqlite_sequence" VALUES('answers',1);
INSERT INTO "sqlite_sequence" VALUES('audit',1);
INSERT INTO "sqlite_sequence" VALUES('requests',1);
INSERT INTO "sqlite_sequence" VALUES('askers',1);
INSERT INTO "sqlite_sequence" VALUES('follows',1);
COMMIT;
