-- A Windows shell from its creation to its end (MS-WSMV 3.1.4.5 and 3.1.4.11 to 3.1.4.14): one command, its output, no more.
--   assay bench http://127.0.0.1:5985/wsman --scenario suites/load/shell.lua --connections 20 --think 1s..5s
local rsp = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
local cmd = rsp .. "/cmd"
local shell = { ShellId = saved "shell" }

local function opening(name, attributes)
  return "<rsp:" .. name .. ' xmlns:rsp="' .. rsp .. '"' .. (attributes or "") .. ">"
end

scenario {
  mix = { {
    create {
      resource = cmd,
      body = { opening "Shell", "<rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>" },
      save = { shell = { "Selector", Name = "ShellId" } },
    },
    request {
      action = rsp .. "/Command", expect = rsp .. "/CommandResponse", resource = cmd, selectors = shell,
      body = { opening "CommandLine", "<rsp:Command>ver</rsp:Command></rsp:CommandLine>" },
      save = { command = "CommandId" },
    },
    request {
      action = rsp .. "/Receive", expect = rsp .. "/ReceiveResponse", resource = cmd, selectors = shell,
      body = { opening "Receive", '<rsp:DesiredStream CommandId="', saved "command", '">stdout stderr</rsp:DesiredStream></rsp:Receive>' },
    },
    request {
      action = rsp .. "/Signal", expect = rsp .. "/SignalResponse", resource = cmd, selectors = shell,
      body = { '<rsp:Signal xmlns:rsp="' .. rsp .. '" CommandId="', saved "command",
        '"><rsp:Code>' .. rsp .. "/signal/terminate</rsp:Code></rsp:Signal>" },
    },
    delete { resource = cmd, selectors = shell },
  } },
}
