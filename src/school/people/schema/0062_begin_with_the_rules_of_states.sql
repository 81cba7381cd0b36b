-- The rules of states and issuers as they were known on 2026-11-23. Those that were not read in their source say so.
INSERT INTO people_learning_category (key, name_en, name_es, position) VALUES
('related', 'Related to the certificate', 'Relacionado con el certificado', 10),
('listed_topics', 'Topics that the state limits', 'Temas que el estado limita', 20),
('subject', 'Subject', 'Materia', 30),
('pedagogy', 'Teaching', 'Pedagogía', 40),
('digital', 'Digital learning', 'Aprendizaje digital', 50),
('literacy', 'Literacy, or general', 'Lectoescritura, o general', 60),
('language', 'Language acquisition', 'Adquisición del idioma', 70),
('english_learners', 'English learners', 'Estudiantes que aprenden inglés', 80),
('special_education', 'Special education', 'Educación especial', 90),
('equity', 'Equity', 'Equidad', 100),
('stem', 'Science, technology, engineering, mathematics', 'Ciencia, tecnología, ingeniería, matemáticas', 110),
('leadership', 'Leadership', 'Liderazgo', 120),
('on_topic', 'On the topic of the certificate', 'Sobre el tema del certificado', 130);

INSERT INTO people_renewal_rule (jurisdiction, family, name, cycle_months, anchor, total_minutes, minutes_per_ceu, minutes_per_credit, mixes, carry_days, carry_minutes, approval_first, notes, valid_from_on, source, link, checked_on, from_source) VALUES
('US-IL', 'teacher', 'Illinois, professional educator licence', 60, 'fiscal', 7200, 600, NULL, 1, 91, NULL, 0, 'Hours earned from 1 April to 30 June of the last year may count in the next cycle.', '2000-01-01', '23 Ill. Adm. Code 25.800; Regional Office of Education 51', 'https://www.isbe.net', '2026-11-23', 1),
('US-IL', 'administrator', 'Illinois, administrative endorsement', 60, 'fiscal', 6000, 600, NULL, 1, 91, NULL, 0, 'And one Administrators'' Academy in each fiscal year, which cannot be saved up.', '2000-01-01', '23 Ill. Adm. Code 25.800; Regional Office of Education 51', 'https://www.isbe.net', '2026-11-23', 1),
('US-TX', 'teacher', 'Texas, standard certificate', 60, 'issue', 9000, 600, 900, 1, 0, NULL, 0, 'The educator keeps the proof; the provider''s document names provider and number, educator, date, content and hours. The value of a semester credit is general knowledge.', '2000-01-01', 'Texas Education Agency, continuing professional education', 'https://tea.texas.gov', '2026-11-23', 1),
('US-TX', 'administrator', 'Texas, principal, counselor, librarian and other professional certificates', 60, 'issue', 12000, 600, 900, 1, 0, NULL, 0, 'The value of a semester credit is general knowledge.', '2000-01-01', 'Texas Education Agency, continuing professional education', 'https://tea.texas.gov', '2026-11-23', 1),
('US-NY', 'teacher', 'New York, CTLE for professional certificates and Level III assistants', 60, 'issue', 6000, 600, NULL, 1, 0, NULL, 0, 'Nothing carries over. ESOL and bilingual certificates need 50 % language acquisition: give them a rule of their own. Permanent certificates only register. Only approved sponsors count.', '2000-01-01', 'New York State Education Department, CTLE', 'https://www.nysed.gov', '2026-11-23', 1),
('US-PA', 'teacher', 'Pennsylvania, Act 48', 60, 'issue', 10800, 600, 1800, 1, 1826, 3000, 0, '6 credits, 180 hours or a mix. What is more than needed carries over since 2016; that the limit is 50 hours is general knowledge.', '2000-01-01', 'Pennsylvania Department of Education, Act 48', 'https://www.pa.gov/agencies/education', '2026-11-23', 1),
('US-PA', 'administrator', 'Pennsylvania, Act 45 / PIL for leaders', 60, 'issue', 10800, 600, 1800, 1, 0, NULL, 0, 'Prorated after an appointment in the middle of a cycle.', '2000-01-01', 'Pennsylvania Department of Education, Act 45', 'https://www.pa.gov/agencies/education', '2026-11-23', 1),
('US-OH', 'teacher', 'Ohio, professional licence', 60, 'issue', 10800, 600, 1800, 1, 0, NULL, 1, '6 semester hours, 18 CEU or a mix, under a plan (IPDP) that the local committee approved before the activity.', '2000-01-01', 'Ohio local professional development committees (Summit, Lake, Trumbull)', 'https://education.ohio.gov', '2026-11-23', 1),
('US-WA', 'teacher', 'Washington, continuing and professional certificate', 60, 'issue', 6000, 600, 600, 1, 0, NULL, 0, 'A credit here is a quarter credit of 10 hours. 15 hours of STEM for those whom that rule covers. Goals of a growth plan may stand instead.', '2023-07-01', 'Washington Education Association; Shoreline Public Schools', 'https://www.k12.wa.us', '2026-11-23', 1),
('US-NC', 'teacher', 'North Carolina, 8 CEU', 60, 'issue', 4800, 600, NULL, 1, 0, NULL, 0, '3 CEU subject, 2 digital learning, 3 literacy (K-5) or general.', '2000-01-01', 'Appalachian State University, licence renewal', 'https://www.dpi.nc.gov', '2026-11-23', 1),
('US-AZ', 'teacher', 'Arizona, standard certificate of 12 years', 144, 'issue', 10800, 600, 900, 1, 0, NULL, 0, '15 hours for each year: 90 in 6 years, 120 in 8, 180 in 12. Give a certificate of another length a rule of its own.', '2000-01-01', 'Arizona Department of Education renewal pages (educatorslink)', 'https://www.azed.gov', '2026-11-23', 1),
('US-AL', 'teacher', 'Alabama, professional educator certificate', 60, 'issue', 3000, 600, NULL, 1, 0, NULL, 0, 'Besides experience; credits instead are possible.', '2000-01-01', 'Alabama renewal pages (asapportal, educatorslink)', 'https://www.alabamaachieves.org', '2026-11-23', 1),
('US-AR', 'teacher', 'Arkansas, standard licence', 12, 'fiscal', 2160, 600, NULL, 1, 0, NULL, 0, '36 hours in each year of a licence of five.', '2000-01-01', 'Arkansas renewal page (educatorslink)', 'https://dese.ade.arkansas.gov', '2026-11-23', 1),
('US-CO', 'teacher', 'Colorado, professional licence', 60, 'issue', 5400, 600, 900, 1, 0, NULL, 0, '90 hours or 6 semester hours, by an old table.', '2000-01-01', 'An old table of state rules (teacherstudy)', 'https://www.cde.state.co.us', NULL, 0),
('US-KS', 'teacher', 'Kansas, professional licence', 60, 'issue', 9600, 600, NULL, 1, 0, NULL, 0, '120 hours with a graduate degree; by an old table.', '2000-01-01', 'An old table of state rules (teacherstudy)', 'https://www.ksde.gov', NULL, 0),
('US-MA', 'teacher', 'Massachusetts, professional licence', 60, 'issue', 9000, 600, NULL, 1, 0, NULL, 0, 'The supervisor approves the plan. Parts of 15 points each.', '2000-01-01', 'Partly jdmeducational; details general knowledge', 'https://www.doe.mass.edu', NULL, 0),
('US-MI', 'teacher', 'Michigan, standard certificate', 60, 'issue', 9000, 600, 1500, 1, 0, NULL, 0, '150 hours or 6 credits.', '2000-01-01', 'General knowledge', 'https://www.michigan.gov/mde', NULL, 0),
('US-NJ', 'teacher', 'New Jersey, yearly professional development', 12, 'fiscal', 1200, 600, NULL, 1, 0, NULL, 0, 'In a plan; the standard certificate does not expire.', '2000-01-01', 'General knowledge', 'https://www.nj.gov/education', NULL, 0),
('US-CT', 'teacher', 'Connecticut, yearly professional development', 12, 'fiscal', 1080, 600, NULL, 1, 0, NULL, 0, 'An older rule asked for 90 CEU hours in five years.', '2000-01-01', 'An old table of state rules (teacherstudy); general knowledge', 'https://portal.ct.gov/sde', NULL, 0),
('US-CA', 'teacher', 'California, clear credential', 60, 'issue', 0, 600, NULL, 1, 0, NULL, 0, 'No hours; a fee and fitness. By an old table.', '2000-01-01', 'An old table of state rules (teacherstudy)', 'https://www.ctc.ca.gov', NULL, 0),
('US-WI', 'teacher', 'Wisconsin, provisional to lifetime', 12, 'fiscal', 0, 600, NULL, 1, 0, NULL, 0, 'Lifetime after six semesters; the employer sees to learning.', '2000-01-01', 'General knowledge', 'https://dpi.wi.gov', NULL, 0),
('CompTIA', 'credential', 'CompTIA A+', 36, 'issue', 1200, 60, NULL, 1, 0, NULL, 0, 'A unit (CEU) of CompTIA is one hour.', '2000-01-01', 'CompTIA continuing education, general rule: in the window, at least half on the topic', 'https://www.comptia.org', '2026-11-23', 1),
('CompTIA', 'credential', 'CompTIA Network+', 36, 'issue', 1800, 60, NULL, 1, 0, NULL, 0, 'A unit (CEU) of CompTIA is one hour.', '2000-01-01', 'CompTIA continuing education, general rule: in the window, at least half on the topic', 'https://www.comptia.org', '2026-11-23', 1),
('CompTIA', 'credential', 'CompTIA Cloud+', 36, 'issue', 3000, 60, NULL, 1, 0, NULL, 0, 'A unit (CEU) of CompTIA is one hour.', '2000-01-01', 'CompTIA continuing education, general rule: in the window, at least half on the topic', 'https://www.comptia.org', '2026-11-23', 1),
('CompTIA', 'credential', 'CompTIA Security+', 36, 'issue', 3000, 60, NULL, 1, 0, NULL, 0, 'A unit (CEU) of CompTIA is one hour.', '2000-01-01', 'CompTIA continuing education, general rule: in the window, at least half on the topic', 'https://www.comptia.org', '2026-11-23', 1),
('CompTIA', 'credential', 'CompTIA CySA+', 36, 'issue', 3600, 60, NULL, 1, 0, NULL, 0, 'A unit (CEU) of CompTIA is one hour.', '2000-01-01', 'CompTIA continuing education, general rule: in the window, at least half on the topic', 'https://www.comptia.org', '2026-11-23', 1),
('CompTIA', 'credential', 'CompTIA CASP+ / SecurityX', 36, 'issue', 4500, 60, NULL, 1, 0, NULL, 0, 'A unit (CEU) of CompTIA is one hour.', '2000-01-01', 'CompTIA continuing education, general rule: in the window, at least half on the topic', 'https://www.comptia.org', '2026-11-23', 1),
('CoSN', 'credential', 'CoSN CETL', 36, 'issue', 3600, 600, NULL, 1, 0, NULL, 0, 'Or the examination again.', '2000-01-01', 'CoSN, CETL recertification', 'https://www.cosn.org', '2026-11-23', 1),
('Cisco', 'credential', 'Cisco CCNA', 36, 'issue', 1800, 60, NULL, 1, 0, NULL, 0, '30 CE credits or an examination.', '2000-01-01', 'General knowledge', '', NULL, 0),
('Microsoft', 'credential', 'Microsoft role-based certificate', 12, 'issue', 0, 60, NULL, 1, 0, NULL, 0, 'Renewed free of charge online.', '2000-01-01', 'General knowledge', '', NULL, 0),
('Google', 'credential', 'Google Educator Level 1 or 2', 36, 'issue', 0, 60, NULL, 1, 0, NULL, 0, 'By examination.', '2000-01-01', 'General knowledge', '', NULL, 0),
('Google', 'credential', 'Google Certified Trainer', 12, 'issue', 0, 60, NULL, 1, 0, NULL, 0, '', '2000-01-01', 'General knowledge', '', NULL, 0),
('PeopleCert', 'credential', 'ITIL 4', 36, 'issue', 0, 60, NULL, 1, 0, NULL, 0, '', '2000-01-01', 'General knowledge', '', NULL, 0),
('ISC2', 'credential', 'ISC2 CISSP', 36, 'issue', 7200, 60, NULL, 1, 0, NULL, 0, '', '2000-01-01', 'General knowledge', '', NULL, 0),
('Vendor', 'credential', 'Vendor repair certificate', 12, 'issue', 0, 60, NULL, 1, 0, NULL, 0, '', '2000-01-01', 'General knowledge', '', NULL, 0),
('District', 'credential', 'Yearly awareness training', 12, 'issue', 0, 60, NULL, 1, 0, NULL, 0, 'FERPA, HIPAA, bloodborne pathogens, asbestos.', '2000-01-01', 'General knowledge', '', NULL, 0);

INSERT INTO people_renewal_limit (rule_id, subject, word, bound, minutes, percent)
SELECT r.id, l.subject, l.word, l.bound, l.minutes, l.percent FROM people_renewal_rule r JOIN (
    SELECT 'Texas, standard certificate' AS name, 'category' AS subject, 'related' AS word, 'least' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(80 AS BIGINT) AS percent
    UNION ALL SELECT 'Texas, standard certificate' AS name, 'category' AS subject, 'listed_topics' AS word, 'most' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(25 AS BIGINT) AS percent
    UNION ALL SELECT 'Texas, standard certificate' AS name, 'type' AS subject, 'independent' AS word, 'most' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(20 AS BIGINT) AS percent
    UNION ALL SELECT 'Texas, standard certificate' AS name, 'type' AS subject, 'presenting' AS word, 'most' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(10 AS BIGINT) AS percent
    UNION ALL SELECT 'Texas, standard certificate' AS name, 'type' AS subject, 'mentoring' AS word, 'most' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(30 AS BIGINT) AS percent
    UNION ALL SELECT 'Texas, principal, counselor, librarian and other professional certificates' AS name, 'category' AS subject, 'related' AS word, 'least' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(80 AS BIGINT) AS percent
    UNION ALL SELECT 'Texas, principal, counselor, librarian and other professional certificates' AS name, 'category' AS subject, 'listed_topics' AS word, 'most' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(25 AS BIGINT) AS percent
    UNION ALL SELECT 'Texas, principal, counselor, librarian and other professional certificates' AS name, 'type' AS subject, 'independent' AS word, 'most' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(20 AS BIGINT) AS percent
    UNION ALL SELECT 'Texas, principal, counselor, librarian and other professional certificates' AS name, 'type' AS subject, 'presenting' AS word, 'most' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(10 AS BIGINT) AS percent
    UNION ALL SELECT 'Texas, principal, counselor, librarian and other professional certificates' AS name, 'type' AS subject, 'mentoring' AS word, 'most' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(30 AS BIGINT) AS percent
    UNION ALL SELECT 'New York, CTLE for professional certificates and Level III assistants' AS name, 'category' AS subject, 'language' AS word, 'least' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(15 AS BIGINT) AS percent
    UNION ALL SELECT 'Washington, continuing and professional certificate' AS name, 'category' AS subject, 'equity' AS word, 'least' AS bound, CAST(900 AS BIGINT) AS minutes, CAST(NULL AS BIGINT) AS percent
    UNION ALL SELECT 'North Carolina, 8 CEU' AS name, 'category' AS subject, 'subject' AS word, 'least' AS bound, CAST(1800 AS BIGINT) AS minutes, CAST(NULL AS BIGINT) AS percent
    UNION ALL SELECT 'North Carolina, 8 CEU' AS name, 'category' AS subject, 'digital' AS word, 'least' AS bound, CAST(1200 AS BIGINT) AS minutes, CAST(NULL AS BIGINT) AS percent
    UNION ALL SELECT 'North Carolina, 8 CEU' AS name, 'category' AS subject, 'literacy' AS word, 'least' AS bound, CAST(1800 AS BIGINT) AS minutes, CAST(NULL AS BIGINT) AS percent
    UNION ALL SELECT 'Massachusetts, professional licence' AS name, 'category' AS subject, 'subject' AS word, 'least' AS bound, CAST(900 AS BIGINT) AS minutes, CAST(NULL AS BIGINT) AS percent
    UNION ALL SELECT 'Massachusetts, professional licence' AS name, 'category' AS subject, 'pedagogy' AS word, 'least' AS bound, CAST(900 AS BIGINT) AS minutes, CAST(NULL AS BIGINT) AS percent
    UNION ALL SELECT 'Massachusetts, professional licence' AS name, 'category' AS subject, 'english_learners' AS word, 'least' AS bound, CAST(900 AS BIGINT) AS minutes, CAST(NULL AS BIGINT) AS percent
    UNION ALL SELECT 'Massachusetts, professional licence' AS name, 'category' AS subject, 'special_education' AS word, 'least' AS bound, CAST(900 AS BIGINT) AS minutes, CAST(NULL AS BIGINT) AS percent
    UNION ALL SELECT 'CompTIA A+' AS name, 'category' AS subject, 'on_topic' AS word, 'least' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(50 AS BIGINT) AS percent
    UNION ALL SELECT 'CompTIA Network+' AS name, 'category' AS subject, 'on_topic' AS word, 'least' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(50 AS BIGINT) AS percent
    UNION ALL SELECT 'CompTIA Cloud+' AS name, 'category' AS subject, 'on_topic' AS word, 'least' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(50 AS BIGINT) AS percent
    UNION ALL SELECT 'CompTIA Security+' AS name, 'category' AS subject, 'on_topic' AS word, 'least' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(50 AS BIGINT) AS percent
    UNION ALL SELECT 'CompTIA CySA+' AS name, 'category' AS subject, 'on_topic' AS word, 'least' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(50 AS BIGINT) AS percent
    UNION ALL SELECT 'CompTIA CASP+ / SecurityX' AS name, 'category' AS subject, 'on_topic' AS word, 'least' AS bound, CAST(NULL AS BIGINT) AS minutes, CAST(50 AS BIGINT) AS percent
) l ON l.name = r.name ORDER BY r.id, l.subject, l.word;

INSERT INTO people_credential_kind (key, name, issuer, rule_id, skill_id, level, position)
SELECT k.key, k.name, k.issuer, r.id, s.id, CASE WHEN s.id IS NULL THEN NULL ELSE k.level END, k.position FROM (
    SELECT 'aplus' AS key, 'CompTIA A+' AS name, 'CompTIA' AS issuer, 'CompTIA A+' AS rule_name, 'hardware' AS skill, CAST(2 AS BIGINT) AS level, 10 AS position
    UNION ALL SELECT 'network_plus' AS key, 'CompTIA Network+' AS name, 'CompTIA' AS issuer, 'CompTIA Network+' AS rule_name, 'network' AS skill, CAST(2 AS BIGINT) AS level, 20 AS position
    UNION ALL SELECT 'cloud_plus' AS key, 'CompTIA Cloud+' AS name, 'CompTIA' AS issuer, 'CompTIA Cloud+' AS rule_name, 'servers' AS skill, CAST(2 AS BIGINT) AS level, 30 AS position
    UNION ALL SELECT 'security_plus' AS key, 'CompTIA Security+' AS name, 'CompTIA' AS issuer, 'CompTIA Security+' AS rule_name, CAST(NULL AS TEXT) AS skill, CAST(NULL AS BIGINT) AS level, 40 AS position
    UNION ALL SELECT 'cysa' AS key, 'CompTIA CySA+' AS name, 'CompTIA' AS issuer, 'CompTIA CySA+' AS rule_name, CAST(NULL AS TEXT) AS skill, CAST(NULL AS BIGINT) AS level, 50 AS position
    UNION ALL SELECT 'casp' AS key, 'CompTIA CASP+ / SecurityX' AS name, 'CompTIA' AS issuer, 'CompTIA CASP+ / SecurityX' AS rule_name, CAST(NULL AS TEXT) AS skill, CAST(NULL AS BIGINT) AS level, 60 AS position
    UNION ALL SELECT 'cetl' AS key, 'Certified Education Technology Leader (CETL)' AS name, 'CoSN' AS issuer, 'CoSN CETL' AS rule_name, CAST(NULL AS TEXT) AS skill, CAST(NULL AS BIGINT) AS level, 70 AS position
    UNION ALL SELECT 'ccna' AS key, 'Cisco CCNA' AS name, 'Cisco' AS issuer, 'Cisco CCNA' AS rule_name, 'network' AS skill, CAST(2 AS BIGINT) AS level, 80 AS position
    UNION ALL SELECT 'microsoft' AS key, 'Microsoft role-based certificate' AS name, 'Microsoft' AS issuer, 'Microsoft role-based certificate' AS rule_name, 'servers' AS skill, CAST(2 AS BIGINT) AS level, 90 AS position
    UNION ALL SELECT 'google_educator' AS key, 'Google Educator Level 1 or 2' AS name, 'Google' AS issuer, 'Google Educator Level 1 or 2' AS rule_name, 'integration' AS skill, CAST(2 AS BIGINT) AS level, 100 AS position
    UNION ALL SELECT 'google_trainer' AS key, 'Google Certified Trainer' AS name, 'Google' AS issuer, 'Google Certified Trainer' AS rule_name, 'integration' AS skill, CAST(3 AS BIGINT) AS level, 110 AS position
    UNION ALL SELECT 'itil' AS key, 'ITIL 4' AS name, 'PeopleCert' AS issuer, 'ITIL 4' AS rule_name, CAST(NULL AS TEXT) AS skill, CAST(NULL AS BIGINT) AS level, 120 AS position
    UNION ALL SELECT 'cissp' AS key, 'ISC2 CISSP' AS name, 'ISC2' AS issuer, 'ISC2 CISSP' AS rule_name, CAST(NULL AS TEXT) AS skill, CAST(NULL AS BIGINT) AS level, 130 AS position
    UNION ALL SELECT 'vendor_repair' AS key, 'Vendor repair certificate' AS name, 'Apple, Dell, HP, Lenovo and others' AS issuer, 'Vendor repair certificate' AS rule_name, 'hardware' AS skill, CAST(2 AS BIGINT) AS level, 140 AS position
    UNION ALL SELECT 'awareness' AS key, 'Yearly awareness training (FERPA and others)' AS name, 'The district' AS issuer, 'Yearly awareness training' AS rule_name, CAST(NULL AS TEXT) AS skill, CAST(NULL AS BIGINT) AS level, 150 AS position
) k LEFT JOIN people_renewal_rule r ON r.name = k.rule_name LEFT JOIN people_skill s ON s.key = k.skill ORDER BY k.position;
