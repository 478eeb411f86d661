-- What is mirrored of a subscription (customer, last four digits, country) is erased when the account closes.
DELETE FROM subscription s USING customer c WHERE c.id = s.workspace_id AND c.closed_at IS NOT NULL;
UPDATE dunning d SET next_at_micros = NULL FROM customer c WHERE c.id = d.workspace_id AND c.closed_at IS NOT NULL;

INSERT INTO billing_right VALUES
    ('DELETE ON billing.subscription');
SELECT grant_to_billing();
