// The connections of a capture that are followed at the moment.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "connection.hpp"

namespace assay::capture {

class ConnectionTable {
public:
    /// @param sorting outlives the table
    explicit ConnectionTable(Sorting& sorting) : sorting_{sorting} {}

    /// Segments of services that were not asked for are passed over.
    void take(const Segment& segment);
    /// The capture ends here.
    void end();

private:
    using Ends = std::pair<Endpoint, Endpoint>;  ///< the smaller one first
    struct Entry {
        Ends ends;
        std::unique_ptr<Connection> connection;
    };
    using Entries = std::list<Entry>;

    [[nodiscard]] bool is_asked_for(const Segment& segment) const;
    Entries::iterator entry_for(const Segment& segment);
    Entries::iterator begin_entry(const Ends& ends, const Segment& segment);

    Sorting& sorting_;
    Entries entries_;  ///< the one that was used last in front
    std::map<Ends, Entries::iterator> by_ends_;
};

}  // namespace assay::capture
