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
