#include "assay/repository/sqlite_store.hpp"

#include <fmt/format.h>

#include <cassert>

#include "assay/base/setup_error.hpp"
#include "assay/model/faults.hpp"
#include "sqlite.hpp"

namespace assay::repository {
namespace {

using base::SetupError;
using sqlite::Connection;
using sqlite::Statement;

constexpr std::int64_t application_id = 0x41736179;  // "Asay"; tells this format from other databases
constexpr std::int64_t format_version = 2;
constexpr std::uint64_t page_octets = 4096;

// WITHOUT ROWID keeps an entry in the index itself, ordered by bin and key.
constexpr const char* schema = R"(
    CREATE TABLE bin (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, layout TEXT NOT NULL);
    CREATE TABLE entry (bin INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL,
                        PRIMARY KEY (bin, key)) WITHOUT ROWID;
)";

SetupError trouble_with(const std::filesystem::path& file, const Connection& connection) {
    const std::string what = fmt::format("the repository cannot be used: {}", connection.message());
    switch (connection.code() & 0xFF) {  // the primary code
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {what, file.string(), "end the other process that holds it, or name another file"};
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            return {what, file.string(), "restore it from a copy, or move it away: a new one is made"};
        case SQLITE_FULL: return {what, file.string(), "make room on its disk"};
        default:
            return {what, file.string(), "its folder has to be there, and this user needs to write in it"};
    }
}

void execute(Connection& connection, const std::string& sql, const std::filesystem::path& file) {
    if (connection.execute(sql.c_str()) != SQLITE_OK) throw trouble_with(file, connection);
}

std::int64_t ask(Connection& connection, const char* sql, const std::filesystem::path& file) {
    Statement statement{connection, sql};
    if (!statement.good()) throw trouble_with(file, connection);
    const Statement::Use use{statement};
    if (statement.step() != SQLITE_ROW) throw trouble_with(file, connection);
    return statement.number(0);
}

void make_tables(Connection& connection, const std::filesystem::path& file) {
    execute(connection,
            fmt::format("BEGIN IMMEDIATE; {} PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT",
                        schema, application_id, format_version),
            file);
}

void check_format(Connection& connection, const std::filesystem::path& file) {
    const std::int64_t id = ask(connection, "PRAGMA application_id", file);
    const bool empty = ask(connection, "SELECT count(*) FROM sqlite_schema", file) == 0;
    if (empty && id == 0) return make_tables(connection, file);
    if (id != application_id) {
        throw SetupError{"this is the database of something else", file.string(), "name another file"};
    }
    const std::int64_t version = ask(connection, "PRAGMA user_version", file);
    if (version == format_version) return;
    throw SetupError{fmt::format("its format is {}, this program knows {}", version, format_version),
                     file.string(), "use the program that wrote it, or name another file"};
}

Connection connection_to(const std::filesystem::path& file) {
    Connection connection;
    if (connection.open(file) != SQLITE_OK) throw trouble_with(file, connection);
    return connection;
}

}  // namespace

struct SqliteStore::Writing {
    explicit Writing(Connection opened)
        : connection{std::move(opened)},
          statements{{connection, "INSERT INTO entry (bin, key, value) VALUES (?1, ?2, ?3)"},
                     {connection, "UPDATE entry SET value = ?3 WHERE bin = ?1 AND key = ?2"},
                     {connection, "DELETE FROM entry WHERE bin = ?1 AND key = ?2"}} {}

    /// @return SQLITE_DONE, SQLITE_CONSTRAINT when the change is refused, or an error
    int make(const Change& change) {
        Statement& statement = statements[static_cast<std::size_t>(change.kind)];
        const Statement::Use use{statement};
        statement.bind(1, static_cast<std::int64_t>(change.bin));
        statement.bind_octets(2, change.key);
        if (change.kind != Change::Kind::erase) statement.bind_octets(3, change.value);
        const int code = statement.step();
        if (code == SQLITE_DONE && connection.changes() == 0) return SQLITE_CONSTRAINT;
        return code & 0xFF;
    }

    Connection connection;
    Statement statements[3];  ///< indexed by Change::Kind
};

struct SqliteStore::Reading {
    explicit Reading(Connection opened)
        : connection{std::move(opened)},
          get{connection, "SELECT value FROM entry WHERE bin = ?1 AND key = ?2"},
          first{connection, "SELECT key, value FROM entry WHERE bin = ?1 ORDER BY key LIMIT ?2"},
          after{connection,
                "SELECT key, value FROM entry WHERE bin = ?1 AND key > ?3 ORDER BY key LIMIT ?2"} {}

    Connection connection;
    Statement get, first, after;
};

SqliteStore::SqliteStore(std::filesystem::path file, std::uint64_t most_octets) : file_{std::move(file)} {
    Connection connection = connection_to(file_);
    execute(connection, fmt::format("PRAGMA page_size = {}; PRAGMA journal_mode = WAL", page_octets), file_);
    execute(connection, "PRAGMA synchronous = FULL", file_);
    if (most_octets != 0) {
        const std::uint64_t pages = (most_octets + page_octets - 1) / page_octets;
        execute(connection, fmt::format("PRAGMA max_page_count = {}", pages), file_);
    }
    check_format(connection, file_);
    writing_ = std::make_unique<Writing>(std::move(connection));
    reading_ = std::make_unique<Reading>(connection_to(file_));
    const bool prepared = reading_->get.good() && reading_->first.good() && reading_->after.good();
    if (!prepared) throw trouble_with(file_, reading_->connection);
}

SqliteStore::~SqliteStore() = default;

model::Fault SqliteStore::fault_of(int code, const char* message) const {
    namespace faults = model::faults;
    const std::string reason = fmt::format("the repository: {}", message);
    switch (code & 0xFF) {
        case SQLITE_FULL: return faults::quota_limit(reason);
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return faults::concurrency(reason);
        default: return faults::internal_error(reason);
    }
}

Bin SqliteStore::open(const std::string& name, const std::string& layout) {
    Connection& connection = writing_->connection;
    Statement add{connection, "INSERT OR IGNORE INTO bin (name, layout) VALUES (?1, ?2)"};
    Statement find{
        connection,
        "SELECT id, layout = ?2, (SELECT count(*) FROM entry WHERE bin = id) FROM bin WHERE name = ?1"};
    if (!add.good() || !find.good()) throw trouble_with(file_, connection);
    for (Statement* const each : {&add, &find}) {
        each->bind_text(1, name);
        each->bind_text(2, layout);
    }
    if (add.step() != SQLITE_DONE || find.step() != SQLITE_ROW) throw trouble_with(file_, connection);
    if (find.number(1) == 0) {
        throw SetupError{fmt::format("{} has other properties than when it was written", name),
                         file_.string(),
                         "use the class definitions it was written with, or name another file"};
    }
    const auto id = static_cast<std::size_t>(find.number(0));
    while (sizes_.size() <= id) sizes_.emplace_back(0);
    sizes_[id] = static_cast<std::uint64_t>(find.number(2));
    return Bin{static_cast<std::uint32_t>(id)};
}

Outcome<std::optional<std::string>> SqliteStore::get(Bin bin, std::string_view key) const {
    const std::lock_guard lock{reading_mutex_};
    Statement& statement = reading_->get;
    const Statement::Use use{statement};
    statement.bind(1, static_cast<std::int64_t>(bin));
    statement.bind_octets(2, key);
    const int code = statement.step();
    if (code == SQLITE_DONE) return std::nullopt;
    if (code != SQLITE_ROW) return fault_of(code, reading_->connection.message());
    return statement.octets(0);
}

Outcome<> SqliteStore::next(Bin bin, const std::optional<std::string>& after, std::size_t most,
                            std::vector<Entry>& into) const {
    const std::lock_guard lock{reading_mutex_};
    Statement& statement = after ? reading_->after : reading_->first;
    const Statement::Use use{statement};
    statement.bind(1, static_cast<std::int64_t>(bin));
    statement.bind(2, static_cast<std::int64_t>(most));
    if (after) statement.bind_octets(3, *after);
    int code = SQLITE_ROW;
    while ((code = statement.step()) == SQLITE_ROW)
        into.push_back({statement.octets(0), statement.octets(1)});
    if (code != SQLITE_DONE) return fault_of(code, reading_->connection.message());
    return {};
}

std::uint64_t SqliteStore::size(Bin bin) const { return sizes_[static_cast<std::size_t>(bin)]; }

Outcome<bool> SqliteStore::apply_in_transaction(std::span<const Change> changes) {
    Connection& connection = writing_->connection;
    if (const int code = connection.execute("BEGIN IMMEDIATE"); code != SQLITE_OK) {
        return fault_of(code, connection.message());
    }
    for (const Change& change : changes) {
        const int code = writing_->make(change);
        if (code == SQLITE_CONSTRAINT && &change == &changes.front()) return false;
        if (code != SQLITE_DONE) return fault_of(code, connection.message());
    }
    if (const int code = connection.execute("COMMIT"); code != SQLITE_OK) {
        return fault_of(code, connection.message());
    }
    return true;
}

Outcome<bool> SqliteStore::apply(std::span<const Change> changes) {
    if (changes.empty()) return true;
    const std::lock_guard lock{writing_mutex_};
    auto done = apply_in_transaction(changes);
    if (!done || !*done) {
        writing_->connection.execute("ROLLBACK");  // SQLite may have done it already
        return done;
    }
    for (const Change& change : changes) {
        auto& size = sizes_[static_cast<std::size_t>(change.bin)];
        if (change.kind == Change::Kind::insert) ++size;
        if (change.kind == Change::Kind::erase) --size;
    }
    return true;
}

}  // namespace assay::repository
