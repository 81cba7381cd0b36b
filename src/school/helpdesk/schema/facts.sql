-- fact request operations
-- One request for help. Neither what was written nor by whom; those that wait for their sender's confirmation are left out.
-- key request_id
-- request_id    integer    public  The request.
-- created_at    timestamp  public  When it was made.
-- category      text       public  English name of its category.
-- category_es   text       public  Spanish name of its category.
-- category_key  text       public  The category's stable word.
-- team          text       public  English name of the team that has it.
-- school_id     integer    public  The school.
-- state         text       public  "new", "open", "waiting", "scheduled", "resolved", "closed", "merged".
-- priority      integer    public  1 is the most urgent, 4 the least.
-- resolved_at   timestamp  public  When it was resolved.
-- device_id     integer    public  The device it is about.
-- origin        text       public  "web", "label", "walk_up", "api" or "mail".
SELECT r.id AS request_id, r.created_at, c.name_en AS category, coalesce(nullif(c.name_es, ''), c.name_en) AS category_es, c.key AS category_key, t.name_en AS team, r.school_id, r.state, r.priority,
       r.resolved_at, r.device_id, r.origin
  FROM helpdesk_request r JOIN helpdesk_category c ON c.id = r.category_id JOIN helpdesk_team t ON t.id = r.team_id
 WHERE r.state <> 'held';

-- fact repair operations
-- One piece of work on a device.
-- key repair_id
-- repair_id   integer    public  The repair.
-- device_id   integer    public  The device.
-- repaired_at timestamp  public  When it was written down.
-- outcome     text       public  "fixed", "worked_around", "not_fixed", "replaced", "sent_to_vendor".
-- minutes     integer    public  Working time.
-- cost_cents  integer    public  Cost of the repair without its parts.
SELECT id AS repair_id, device_id, at AS repaired_at, outcome, minutes, cost_cents FROM helpdesk_repair;
