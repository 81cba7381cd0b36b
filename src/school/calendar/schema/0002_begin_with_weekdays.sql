-- A district begins with Monday to Friday, 8:00 to 16:00; /settings/hours changes it.
INSERT INTO calendar_hours (org_id, valid_from_on, weekday, opens_minute, closes_minute) VALUES
    (NULL, '2000-01-01', 1, 480, 960),
    (NULL, '2000-01-01', 2, 480, 960),
    (NULL, '2000-01-01', 3, 480, 960),
    (NULL, '2000-01-01', 4, 480, 960),
    (NULL, '2000-01-01', 5, 480, 960),
    (NULL, '2000-01-01', 6, NULL, NULL),
    (NULL, '2000-01-01', 7, NULL, NULL);
