-- Two indexes that others do the work of: transfer_credit begins with the same column over the same rows; every account of a
-- customer has an owner, which is all that account_of_owner finds.
DROP INDEX transfer_apart_credit;
DROP INDEX account_owner;
