-- The accounts of the business side that expiry, refunds, disputes and postpaid charges need, and a name for each movement.

ALTER TABLE account DROP CONSTRAINT account_kind_check, DROP CONSTRAINT account_check1;
ALTER TABLE account ADD CONSTRAINT account_kind CHECK (kind IN (
    'grant_paid', 'grant_promo', 'grant_trial', 'receivable', 'revenue', 'promo_expense', 'stripe_clearing', 'external_clearing',
    'breakage', 'stripe_fees', 'dispute_hold', 'rounding', 'write_off'));
ALTER TABLE account ADD CONSTRAINT account_owner
    CHECK ((kind IN ('grant_paid', 'grant_promo', 'grant_trial', 'receivable')) = (owner_id IS NOT NULL));
INSERT INTO account (id, kind)
VALUES (5, 'breakage'), (6, 'stripe_fees'), (7, 'dispute_hold'), (8, 'rounding'), (9, 'write_off');

ALTER TABLE credit_grant DROP CONSTRAINT credit_grant_kind_check;
ALTER TABLE credit_grant ADD CONSTRAINT credit_grant_kind CHECK (kind IN ('PAID', 'PROMOTIONAL', 'TRIAL'));

ALTER TABLE transfer DROP CONSTRAINT transfer_kind_check, DROP CONSTRAINT transfer_check1;
ALTER TABLE transfer ADD CONSTRAINT transfer_kind CHECK (kind IN (
    'FUNDING', 'USAGE_FROM_GRANT', 'USAGE_ON_RECEIVABLE', 'REPAYMENT', 'BREAKAGE', 'VOID', 'ROLLOVER',
    'REFUND', 'REFUND_REVERSAL', 'DISPUTE_HOLD', 'DISPUTE_RELEASE', 'DISPUTE_LOSS', 'STRIPE_FEE',
    'PAYMENT', 'PAYMENT_REVERSAL', 'ROUNDING', 'WRITE_OFF', 'ADJUSTMENT'));
ALTER TABLE transfer ADD CONSTRAINT transfer_batch
    CHECK ((batch_id IS NOT NULL) = (kind IN ('USAGE_FROM_GRANT', 'USAGE_ON_RECEIVABLE')));
