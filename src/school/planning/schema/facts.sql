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

-- fact need operations
-- One need that the department keeps hearing. Neither what was written nor by whom; withdrawn ones and those joined with another are left out.
-- key need_id
-- need_id     integer    public  The need.
-- raised_at   timestamp  public  When it was raised.
-- state       text       public  "heard", "weighed", "planned", "not_now", "met".
-- standing    integer    public  1 must be, 2 for teaching, 3 would help, 4 not weighed.
-- people      integer    public  How many people of the department hear it.
-- schools     integer    public  At how many schools it is heard.
-- category    text       public  English name of the kind of request.
-- answered_at timestamp  public  When the answer that holds was given.
SELECT n.id AS need_id, n.created_at AS raised_at, n.state, n.standing, n.people, n.schools, COALESCE(c.name_en, '') AS category,
       (SELECT max(w.at) FROM planning_need_answer w WHERE w.need_id = n.id AND w.taken_back_at IS NULL AND w.kind = n.state) AS answered_at
  FROM planning_need n LEFT JOIN helpdesk_category c ON c.id = n.category_id
 WHERE n.state NOT IN ('withdrawn', 'merged');
