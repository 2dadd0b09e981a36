-- Version 3: the server's running hash after each position that was followed here, of the store
-- that the cursor speaks of: what it signed for others is compared with it (docs/decisions/056).

CREATE TABLE seen_order(position INTEGER PRIMARY KEY, running BLOB NOT NULL);

-- With what lies below an item that has no place.
DROP VIEW notices;
CREATE VIEW notices AS
SELECT 'skipped_move' AS kind, i.uid AS item, h.wall AS wall_ms, lower(hex(d.key)) AS device,
       lower(hex(d.member)) AS member
FROM move m JOIN edit e ON e.id = m.edit JOIN item i ON i.id = e.item
JOIN cell c ON c.item = e.item AND c.field = e.field AND c.element = ''
JOIN change h ON h.id = (SELECT max(o.id) FROM change o WHERE o.id < e.id)
JOIN lane l ON l.id = h.lane JOIN device d ON d.id = l.device
WHERE m.effect & 1 = 0 AND e.field = 1
  AND (c.head = e.id OR EXISTS(SELECT 1 FROM head o
                               WHERE o.item = e.item AND o.field = 1 AND o.edit = e.id))
UNION ALL
SELECT 'lost', i.uid, NULL, NULL, NULL FROM item i
WHERE i.parent IS NULL AND i.id > 2
  AND EXISTS(SELECT 1 FROM cell c WHERE c.item = i.id AND c.value IS NOT NULL)
  AND NOT EXISTS(SELECT 1 FROM link k WHERE k.item = i.id)
UNION ALL
SELECT 'under_lost', i.uid, NULL, NULL, NULL FROM item i JOIN item above ON above.id = i.parent
WHERE above.parent IS NULL AND above.id > 2;
