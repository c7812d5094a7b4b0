DROP TABLE deliverable_updates;
DROP TABLE milestone_updates;
DROP TABLE deliverables;
DROP TABLE milestones;
DROP TABLE workplan_periods;
DROP TABLE workplan_focus_areas;
DROP TABLE workplans;
