namespace ToolZero.Actors.Ledger;

/// <summary>Tables of the ledger. A change of them raises <see cref="Version"/> and adds a step that brings older files up.</summary>
internal static class LedgerSchema
{
    /// <summary>Stored as SQLite's user_version.</summary>
    public const long Version = 3;

    /// <summary>
    /// Version 1 to 2: what operators change, rollbacks, the learner's fence, what bounds an update. Indexes hold open and lost groups only: a
    /// group that goes on its way changes none.
    /// </summary>
    public const string From1To2 = """
        ALTER TABLE run ADD COLUMN learner_epoch INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE groups ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE batches ADD COLUMN clip_low REAL;
        ALTER TABLE batches ADD COLUMN clip_high REAL;
        ALTER TABLE batches ADD COLUMN truncated_importance REAL;
        CREATE TABLE settings (
          number INTEGER PRIMARY KEY,
          step INTEGER NOT NULL,
          name TEXT NOT NULL,
          before TEXT NOT NULL,
          after TEXT NOT NULL,
          created INTEGER NOT NULL
        );
        CREATE TABLE rollbacks (epoch INTEGER PRIMARY KEY, step INTEGER NOT NULL, created INTEGER NOT NULL);
        DROP INDEX groups_by_state;
        CREATE INDEX groups_open ON groups (id) WHERE state < 4;
        CREATE INDEX groups_lost ON groups (id) WHERE state > 4;
        """;

    /// <summary>Version 2 to 3: groups of equal rewards, and those that others took the place of, with the step whose batch was filled so.</summary>
    public const string From2To3 = """
        ALTER TABLE groups ADD COLUMN flat INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE groups ADD COLUMN replaced_at INTEGER;
        CREATE INDEX groups_replaced ON groups (replaced_at) WHERE replaced_at IS NOT NULL;
        """;

    public const string Create1 = """
        CREATE TABLE run (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          seed INTEGER NOT NULL,
          config_hash TEXT NOT NULL,
          epoch INTEGER NOT NULL,
          issued INTEGER NOT NULL,
          duplicates INTEGER NOT NULL,
          duplicate_prompt_tokens INTEGER NOT NULL,
          duplicate_tokens INTEGER NOT NULL,
          created INTEGER NOT NULL
        );
        CREATE TABLE groups (
          id INTEGER PRIMARY KEY,
          unit INTEGER NOT NULL,
          task TEXT NOT NULL,
          state INTEGER NOT NULL,
          attempt INTEGER NOT NULL,
          worker TEXT,
          step INTEGER,
          sampled_by INTEGER NOT NULL,
          prompt_tokens INTEGER NOT NULL,
          generated_tokens INTEGER NOT NULL,
          evidence TEXT NOT NULL,
          created INTEGER NOT NULL,
          updated INTEGER NOT NULL
        );
        CREATE INDEX groups_by_state ON groups (state, id);
        CREATE INDEX groups_by_unit ON groups (unit);
        CREATE TABLE payloads (id INTEGER PRIMARY KEY REFERENCES groups (id), body BLOB NOT NULL);
        CREATE TABLE batches (
          step INTEGER PRIMARY KEY,
          groups TEXT NOT NULL,
          schedule_weight REAL NOT NULL,
          learning_rate REAL NOT NULL,
          ast_rate REAL NOT NULL,
          trained INTEGER NOT NULL,
          created INTEGER NOT NULL,
          updated INTEGER NOT NULL
        );
        CREATE TABLE checkpoints (step INTEGER PRIMARY KEY, path TEXT, sha256 TEXT, created INTEGER NOT NULL);
        """;
}
