-- A correction is a row of its own, and the row it takes the place of says which: sums of calls leave such rows out.
alter table usage_event add column corrected_by uuid;
