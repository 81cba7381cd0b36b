-- Deciding became a permission of its own. Who manages mail has it, and so may give it to others.
INSERT INTO auth_grant (account_id, permission, scope_kind, scope_id)
SELECT account_id, 'mail.decide', scope_kind, scope_id FROM auth_grant
 WHERE permission = 'mail.manage'
   AND NOT EXISTS (SELECT 1 FROM auth_grant AS present WHERE present.account_id = auth_grant.account_id AND present.permission = 'mail.decide');
