-- Version 3: the server's running hash after each position that was followed here, of the store
-- that the cursor speaks of: what it signed for others is compared with it (docs/decisions/056).

CREATE TABLE seen_order(position INTEGER PRIMARY KEY, running BLOB NOT NULL);
