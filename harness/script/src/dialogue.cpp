#include "assay/script/dialogue.hpp"

#include <fmt/format.h>

#include "assay/base/octets.hpp"
#include "assay/base/uuid.hpp"
#include "binding.hpp"
#include "bmc_context.hpp"
#include "case_context.hpp"
#include "case_table.hpp"
#include "registration.hpp"

namespace assay::script {
namespace {

/// FNV-1a: the same on every machine, which std::hash is not.
std::uint64_t hash_of(const std::string& text) {
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return hash;
}

}  // namespace

std::string case_uuid(const Setting& setting, const std::string& case_id, std::uint64_t number) {
    std::string name = fmt::format("{}/{}/{}", setting.seed, case_id, number);
    if (setting.attempt > 1) name += fmt::format("/{}", setting.attempt);
    return base::uuid_from_name(name);
}

class Dialogue::Impl {
public:
    Impl(const CaseDefinition& definition, const Library& library, const record::Rules& rules,
         Setting setting)
        : registration_{definition.file, nullptr},
          context_{definition, rules, std::move(setting)},
          lua_{library, context_.setting().limits, context_.setting().seed ^ hash_of(definition.id)} {
        lua_.host().registration = &registration_;
        open_registration(lua_.get());
        const std::string error = lua_.run_file(definition.file);
        lua_.host().registration = nullptr;
        lua_.host().context = &context_;
        if (!error.empty()) {
            context_.end_with(End::script_error, error);
        } else {
            open_case_table(definition);
            begin(definition.id);
        }
    }

    std::optional<Ask> resume(const record::Exchange* answer) {
        while (running_ != nullptr) {
            if (answer != nullptr && answer->ending == record::Ending::unreachable) {
                context_.end_with(End::unreachable,
                                  answer->trouble.empty() ? "no connection could be made" : answer->trouble);
                answer = nullptr;
                next_deferred();
                continue;
            }
            count(answer);
            const int status = run(answer);
            answer = nullptr;
            if (status == LUA_YIELD && context_.ask && may_ask()) {
                awaits_request_ = std::holds_alternative<Await>(*context_.ask);
                return std::exchange(context_.ask, std::nullopt);
            }
            if (status != LUA_YIELD && status != LUA_OK)
                context_.end_with(End::script_error, error_with_traceback(running_, status));
            next_deferred();
        }
        return std::nullopt;
    }

    void cut(const std::string& reason) {
        context_.end_with(End::timed_out, reason);
        next_deferred();
    }

    [[nodiscard]] std::uint64_t uuids() const { return context_.uuids(); }

    std::optional<Ask> resume(const ClientOutcome& ended) {
        push_client_outcome(running_, ended);
        arguments_ = 1;
        return resume(nullptr);
    }

    [[nodiscard]] const Outcome& outcome() const { return context_.outcome; }

private:
    /// The table `t`, kept in the registry.
    void open_case_table(const CaseDefinition& definition) {
        const Value& profile = context_.setting().profile;
        if (definition.is_of_clients()) {
            push_client_case_table(lua_.get(), profile, definition.given);
        } else if (definition.is_of_bmcs()) {
            push_bmc_case_table(lua_.get(), profile);
        } else {
            push_case_table(lua_.get(), profile);
        }
        case_table_ = luaL_ref(lua_.get(), LUA_REGISTRYINDEX);
    }

    void begin(const std::string& id) {
        running_ = lua_.new_coroutine();
        if (!registration_.push_run(running_, id)) {
            running_ = nullptr;
            return context_.end_with(End::script_error,
                                     fmt::format("the script no longer registers the case '{}'", id));
        }
        lua_rawgeti(running_, LUA_REGISTRYINDEX, case_table_);
        arguments_ = 1;
    }

    int run(const record::Exchange* answer) {
        if (answer != nullptr) {
            push_answer(*answer);
            arguments_ = 1;
        }
        context_.ask.reset();
        int results = 0;
        const int status = lua_.resume(running_, arguments_, results);
        arguments_ = 0;
        if (status == LUA_YIELD) lua_pop(running_, results);
        return status;
    }

    void push_answer(const record::Exchange& answer) {
        if (answer.bmc) return push_bmc_answer(running_, answer);
        awaits_request_ ? push_request(running_, answer) : push_response(running_, answer);
    }

    /// Answers are outside of Lua's own memory, so that it has to be told when there is much to let go of.
    void count(const record::Exchange* answer) {
        if (answer == nullptr) return;
        constexpr std::size_t much = 1UL << 20U;
        answer_octets_ += answer->response.size();
        held_octets_ += answer->response.size();
        if (held_octets_ < much) return;
        lua_gc(lua_.get(), LUA_GCCOLLECT);
        held_octets_ = answer->response.size();
    }

    /// May the case go on with what it asks for? Ends it when it has used up what a case may.
    bool may_ask() {
        constexpr std::size_t for_deferred = 100;
        if (!wants_exchange(*context_.ask)) return true;
        const Limits& limits = context_.setting().limits;
        const std::size_t most = limits.exchanges + (tidying_ ? for_deferred : 0);
        const bool is_long = exchanges_ == most;
        if (!is_long && (tidying_ || answer_octets_ <= limits.answer_octets)) {
            ++exchanges_;
            return true;
        }
        const std::string what = is_long ? fmt::format("{} exchanges", most)
                                         : fmt::format("answers of {} MiB", limits.answer_octets >> 20U);
        push_error(running_, fmt::format("the case was cut after {}: what it follows does not end at this "
                                         "target, or the case has no bound of its own",
                                         what));
        context_.end_with(End::script_error, error_with_traceback(running_, LUA_ERRRUN));
        return false;
    }

    /// What was deferred last runs first.
    void next_deferred() {
        running_ = nullptr;
        tidying_ = true;
        if (context_.deferred.empty()) return;
        running_ = lua_.new_coroutine();
        lua_rawgeti(running_, LUA_REGISTRYINDEX, context_.deferred.back());
        context_.deferred.pop_back();
        arguments_ = 0;
    }

    Registration registration_;
    CaseContext context_;
    LuaState lua_;
    lua_State* running_ = nullptr;
    int case_table_ = LUA_NOREF;
    int arguments_ = 0;
    bool tidying_ = false;  ///< the case has ended and its deferred functions run
    std::size_t exchanges_ = 0;
    std::size_t answer_octets_ = 0;
    std::size_t held_octets_ = 0;  ///< of answers since Lua last let go of what it does not use any more
    bool awaits_request_ = false;  ///< the answer to the last ask is a request of the client
};

Dialogue::Dialogue(const CaseDefinition& definition, const Library& library, const record::Rules& rules,
                   Setting setting)
    : impl_{std::make_unique<Impl>(definition, library, rules, std::move(setting))} {}
Dialogue::Dialogue(Dialogue&&) noexcept = default;
Dialogue& Dialogue::operator=(Dialogue&&) noexcept = default;
Dialogue::~Dialogue() = default;

std::optional<Ask> Dialogue::resume(const record::Exchange* answer) { return impl_->resume(answer); }

void Dialogue::cut(const std::string& reason) { impl_->cut(reason); }

std::uint64_t Dialogue::uuids() const { return impl_->uuids(); }
std::optional<Ask> Dialogue::resume(const ClientOutcome& ended) { return impl_->resume(ended); }

const Outcome& Dialogue::outcome() const { return impl_->outcome(); }

}  // namespace assay::script
