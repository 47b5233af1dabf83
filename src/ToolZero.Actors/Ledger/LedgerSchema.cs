namespace ToolZero.Actors.Ledger;

/// <summary>Tables of the ledger. A change of them raises <see cref="Version"/> and adds a step that brings older files up.</summary>
internal static class LedgerSchema
{
    /// <summary>Stored as SQLite's user_version.</summary>
    public const long Version = 1;

    public const string Create = """
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
