// The C interface of SQLite as values: a connection, and a statement that is prepared once.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace assay::repository::sqlite {

/// A connection. Not thread-safe.
class Connection {
public:
    Connection() = default;

    /// @return a result code of SQLite; message() says more.
    int open(const std::filesystem::path& file) {
        sqlite3* opened = nullptr;
        const int code = sqlite3_open_v2(
            file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
        handle_.reset(opened);
        if (code == SQLITE_OK) sqlite3_busy_timeout(opened, patience_ms);
        return code;
    }
    /// Executes statements that have no parameters and no interesting rows.
    int execute(const char* sql) { return sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr); }

    [[nodiscard]] const char* message() const { return sqlite3_errmsg(handle_.get()); }
    [[nodiscard]] int code() const { return sqlite3_errcode(handle_.get()); }
    [[nodiscard]] int changes() const { return sqlite3_changes(handle_.get()); }
    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

private:
    static constexpr int patience_ms = 2000;  ///< for another process that writes to the same file
    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };
    std::unique_ptr<sqlite3, Close> handle_;
};

/// One statement; each use begins with reset parameters. Not thread-safe.
class Statement {
public:
    Statement(const Connection& connection, std::string_view sql) {
        sqlite3_stmt* prepared = nullptr;
        sqlite3_prepare_v3(connection.handle(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
        handle_.reset(prepared);
    }

    /// False when the SQL was refused: the connection knows why.
    [[nodiscard]] bool good() const { return handle_ != nullptr; }

    // Parameters count from 1; octets and text have to stay until the statement is reset.
    void bind(int index, std::int64_t number) { sqlite3_bind_int64(handle_.get(), index, number); }
    void bind_octets(int index, std::string_view octets) {
        sqlite3_bind_blob64(handle_.get(), index, octets.empty() ? "" : octets.data(), octets.size(),
                            SQLITE_STATIC);
    }
    void bind_text(int index, std::string_view text) {
        sqlite3_bind_text64(handle_.get(), index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }

    /// SQLITE_ROW, SQLITE_DONE or an error.
    int step() { return sqlite3_step(handle_.get()); }

    // Columns count from 0.
    [[nodiscard]] std::int64_t number(int column) const {
        return sqlite3_column_int64(handle_.get(), column);
    }
    [[nodiscard]] std::string octets(int column) const {
        const void* const data = sqlite3_column_blob(handle_.get(), column);
        const auto length = static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column));
        return length == 0 ? std::string{} : std::string{static_cast<const char*>(data), length};
    }

    /// Ends a use of the statement, and with it the transaction that a read is.
    class Use {
    public:
        explicit Use(Statement& statement) : statement_{statement} {}
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;
        ~Use() { sqlite3_reset(statement_.handle_.get()); }

    private:
        Statement& statement_;
    };

private:
    struct Finalize {
        void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

}  // namespace assay::repository::sqlite
