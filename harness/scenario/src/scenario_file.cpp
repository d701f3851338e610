#include "assay/scenario/scenario_file.hpp"

#include "assay/base/home.hpp"
#include "place.hpp"
#include "reader.hpp"

namespace assay::scenario {

load::Program read_scenario(const std::filesystem::path& file) {
    const std::string text = base::read_file(file);
    const std::string name = file.filename().string();
    Reader reader{file.parent_path()};
    lua::Sandbox sandbox;
    reader.open(sandbox.state());
    try {
        sandbox.run(text, name);
        load::Program program = reader.finish(name);
        program.file = file.string();
        return program;
    } catch (const lua::ScriptError& error) {
        if (reader.failure()) throw base::SetupError{*reader.failure()};
        throw error_of_script(file.string(), name, text, error.what());
    }
}

}  // namespace assay::scenario
