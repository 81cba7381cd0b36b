-- fact device_verdict operations
-- What the last count says of a device in service: keep, repair, replace, warranty or unknown; and what keeping and replacing cost.
-- key device_id
-- device_id     integer  public  The device.
-- verdict       text     public  "keep", "repair", "replace", "warranty" or "unknown".
-- reason        text     public  Why: "cheaper", "beyond_limit", "support_over", "lemon" ...
-- ends_on       date     public  The end of support or of its planned life, whichever is first.
-- keep_cents    integer  public  What keeping it costs in a year.
-- new_cents     integer  public  What another one would cost in a year.
-- limit_cents   integer  public  The dearest repair that is worth it; 0: none.
SELECT device_id, verdict, reason, ends_on, keep_cents, new_cents, limit_cents FROM planning_verdict;

-- fact device_replacement operations
-- When a device, and the one after it, comes to its end within five school years.
-- key device_id, round
-- device_id       integer  public  The device that is there.
-- round           integer  public  1 for the device that is there, 2 for its successor.
-- school_year     integer  public  The year in which that school year begins, on 1 July.
-- reason          text     public  "support", "life" or "verdict".
-- price_cents     integer  public  What the next one costs.
-- funding_source  text     public  Who pays.
SELECT device_id, round, school_year, reason, price_cents, funding_source FROM planning_due;
