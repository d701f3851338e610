#include "assay/shrink/search.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace assay::shrink {
namespace {

class Search {
public:
    Search(const std::vector<Piece>& pieces, const StillFails& still_fails, const IsOver& is_over)
        : pieces_{pieces}, still_fails_{still_fails}, is_over_{is_over} {}

    Found run() {
        std::size_t before = 0;
        do {
            before = size();
            remove_all(PieceKind::element);
            remove_all(PieceKind::field);
            remove_all(PieceKind::attribute);
            shorten_texts();
        } while (size() != before && !is_over_());
        found_.exhausted = !is_over_();
        return std::move(found_);
    }

private:
    /// Grows with what is taken away.
    [[nodiscard]] std::size_t size() const {
        std::size_t kept = 0;
        for (const auto& [index, octets] : found_.reduction.kept) kept += pieces_[index].octets - octets;
        return found_.reduction.gone.size() + kept;
    }

    bool fails_with(const Reduction& reduction) {
        if (is_over_() || fine_.contains(reduction)) return false;
        ++found_.tries;
        if (still_fails_(reduction)) return true;
        fine_.insert(reduction);
        return false;
    }

    /// The outer ones first: what goes with them needs no tries of its own.
    void remove_all(PieceKind kind) {
        std::size_t deepest = 0;
        for (const Piece& piece : pieces_) deepest = std::max(deepest, piece.depth);
        for (std::size_t depth = 0; depth <= deepest; ++depth) {
            std::vector<std::size_t> left;
            for (std::size_t index = 0; index < pieces_.size(); ++index) {
                const Piece& piece = pieces_[index];
                if (piece.kind == kind && piece.depth == depth && !is_gone(index)) left.push_back(index);
            }
            remove_from(std::move(left));
        }
    }

    /// All at once, then halves, quarters and so on, down to single pieces.
    void remove_from(std::vector<std::size_t> left) {
        for (std::size_t size = left.size(); size > 0; size /= 2) {
            for (std::size_t begin = 0; begin < left.size() && !is_over_();) {
                const std::size_t end = std::min(begin + size, left.size());
                Reduction candidate = found_.reduction;
                for (std::size_t i = begin; i < end; ++i) take(candidate, left[i]);
                if (fails_with(candidate)) {
                    found_.reduction = std::move(candidate);
                    left.erase(left.begin() + static_cast<std::ptrdiff_t>(begin),
                               left.begin() + static_cast<std::ptrdiff_t>(end));
                } else {
                    begin = end;
                }
            }
        }
    }

    /// With an element goes all that is in it.
    void take(Reduction& from, std::size_t index) const {
        from.gone.insert(index);
        if (pieces_[index].kind != PieceKind::element) return;
        for (std::size_t inner = index + 1; inner < pieces_.size() && is_within(inner, index); ++inner)
            from.gone.insert(inner);
        for (auto kept = from.kept.begin(); kept != from.kept.end();)
            kept = from.gone.contains(kept->first) ? from.kept.erase(kept) : std::next(kept);
    }

    /// Pieces stand in the order of the document: an element's own attributes and text have its depth.
    [[nodiscard]] bool is_within(std::size_t inner, std::size_t outer) const {
        return pieces_[inner].depth > pieces_[outer].depth ||
               (pieces_[inner].depth == pieces_[outer].depth && pieces_[inner].kind != PieceKind::element);
    }

    [[nodiscard]] bool is_gone(std::size_t index) const { return found_.reduction.gone.contains(index); }

    void shorten_texts() {
        for (std::size_t index = 0; index < pieces_.size() && !is_over_(); ++index) {
            if (pieces_[index].kind == PieceKind::text && !is_gone(index)) shorten(index);
        }
    }

    /// Looks for the shortest beginning of the text that still fails, by halving.
    void shorten(std::size_t index) {
        const auto before = found_.reduction.kept.find(index);
        std::size_t fails = before == found_.reduction.kept.end() ? pieces_[index].octets : before->second;
        std::size_t does_not = 0;
        if (fails == 0 || keep(index, 0)) return;
        while (fails - does_not > 1 && !is_over_()) {
            const std::size_t middle = does_not + (fails - does_not) / 2;
            (keep(index, middle) ? fails : does_not) = middle;
        }
    }

    bool keep(std::size_t index, std::size_t octets) {
        Reduction candidate = found_.reduction;
        candidate.kept[index] = octets;
        if (!fails_with(candidate)) return false;
        found_.reduction = std::move(candidate);
        return true;
    }

    const std::vector<Piece>& pieces_;
    const StillFails& still_fails_;
    const IsOver& is_over_;
    Found found_;
    std::set<Reduction> fine_;  ///< known not to fail: not to be tried twice
};

}  // namespace

Found smallest(const std::vector<Piece>& pieces, const StillFails& still_fails, const IsOver& is_over) {
    return Search{pieces, still_fails, is_over}.run();
}

}  // namespace assay::shrink
