-- Months of included usage are counted in the zone in which they began: in another one the first day may be another, and a month be skipped.
ALTER TABLE workspace ADD COLUMN anchor_zone text;
UPDATE workspace SET anchor_zone = zone;
ALTER TABLE workspace ALTER COLUMN anchor_zone SET NOT NULL;

-- Terms of workspaces that have turned prepaid since.
DELETE FROM postpaid p USING customer c WHERE c.id = p.customer_id AND c.billing_mode = 'PREPAID';

INSERT INTO billing_right VALUES
    ('DELETE ON billing.postpaid');
SELECT grant_to_billing();
