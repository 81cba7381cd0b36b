-- The day on which the server got it: when a folder is numbered anew, what waited is looked for from then on.
ALTER TABLE mail_pending ADD COLUMN arrived_on TEXT;

-- What a report said of a letter: "returned" (for good), "expired" (given up after failures that may pass) or "delayed" (still tried by the other server).
ALTER TABLE mail_letter ADD COLUMN came_back_as TEXT NOT NULL DEFAULT '' CHECK (came_back_as IN ('', 'returned', 'expired', 'delayed'));
UPDATE mail_letter SET came_back_as = 'returned' WHERE came_back_at IS NOT NULL;
