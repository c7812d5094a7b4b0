-- Administrator stands beside the role. The role 'admin' of before means: no role, administrator only;
-- whoever had it becomes that.
ALTER TABLE users ADD COLUMN administrator TEXT
    CHECK (administrator IN ('yes', 'no') AND (role != 'admin' OR administrator = 'yes'));
UPDATE users SET administrator = 'no' WHERE role != 'admin';
UPDATE users SET administrator = 'yes' WHERE role = 'admin';
