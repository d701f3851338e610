-- A Windows shell as a service plays it (MS-WSMV 3.1.4.5 and 3.1.4.11 to 3.1.4.14): enough for one command after the other.
local service = require("lib.service")

local shells = {}
local Shell = {}
Shell.__index = Shell

local rsp = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
local body = "/s:Envelope/s:Body/"

shells.namespace = rsp

--- A shell that gives `output` (text, base64 as it travels) for every command. In `how`: `without_shell` (the id stands in
--- ResourceCreated alone), `time_out` (the first Receive times out), and what service.answer takes, for every answer.
function shells.new(output, how)
  return setmetatable({ output = output, how = how or {}, requests = {}, commands = {}, ids = {} }, Shell)
end

local function rsp_name(name)
  return ("*[namespace-uri()='%s' and local-name()='%s']"):format(rsp, name)
end

function Shell:create(t, r)
  self.id = t:uuid():upper()
  self.ids[self.id] = true
  local created = ([[<wxf:ResourceCreated><wsa:Address>%s</wsa:Address><wsa:ReferenceParameters><wsman:ResourceURI>%s/cmd</wsman:ResourceURI><wsman:SelectorSet><wsman:Selector Name="ShellId">%s</wsman:Selector></wsman:SelectorSet></wsa:ReferenceParameters></wxf:ResourceCreated>]])
    :format(service.escaped(r:text("/s:Envelope/s:Header/wsa:To") or t.url), rsp, self.id)
  local shell = ([[<rsp:Shell xmlns:rsp="%s"><rsp:ShellId>%s</rsp:ShellId><rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>]])
    :format(rsp, self.id)
  service.answer(t, r, service.transfer .. "/CreateResponse", created .. (self.how.without_shell and "" or shell), self.how)
end

function Shell:command(t, r)
  local id = t:uuid():upper()
  self.commands[id] = { received = false, terminated = false }
  self.last_command = id
  service.answer(t, r, rsp .. "/CommandResponse",
    ('<rsp:CommandResponse xmlns:rsp="%s"><rsp:CommandId>%s</rsp:CommandId></rsp:CommandResponse>'):format(rsp, id), self.how)
end

function Shell:receive(t, r)
  if self.how.time_out and not self.timed_out then
    self.timed_out = true
    return service.fault(t, r, { code = "s:Receiver", subcode = "wsman:TimedOut", reason = "nothing has come yet",
      detail = ('<f:WSManFault xmlns:f="%s" Code="2150858793" Machine="assay"><f:Message>nothing has come yet</f:Message></f:WSManFault>')
        :format(service.wsmanfault) }, self.how)
  end
  self.received_again = self.timed_out
  local id = r:text(body .. rsp_name("Receive") .. "/" .. rsp_name("DesiredStream") .. "/@CommandId")
  local of = self.commands[id or ""]
  if not of then
    self.unknown_command = id or "none"
    of = self.commands[self.last_command or ""] or {}
    id = id or self.last_command or ""
  end
  of.received = true
  service.answer(t, r, rsp .. "/ReceiveResponse", ([[<rsp:ReceiveResponse xmlns:rsp="%s"><rsp:Stream Name="stdout" CommandId="%s">%s</rsp:Stream><rsp:Stream Name="stdout" CommandId="%s" End="true"/><rsp:Stream Name="stderr" CommandId="%s" End="true"/><rsp:CommandState CommandId="%s" State="%s/CommandState/Done"><rsp:ExitCode>0</rsp:ExitCode></rsp:CommandState></rsp:ReceiveResponse>]])
    :format(rsp, id, self.output, id, id, id, rsp), self.how)
end

function Shell:signal(t, r)
  local id = r:text(body .. rsp_name("Signal") .. "/@CommandId")
  local code = r:text(body .. rsp_name("Signal") .. "/" .. rsp_name("Code")) or ""
  local of = self.commands[id or ""]
  if not of then self.unknown_command = id or "none" end
  if of and code:lower() == rsp .. "/signal/terminate" then of.terminated = true end
  service.answer(t, r, rsp .. "/SignalResponse", ('<rsp:SignalResponse xmlns:rsp="%s"/>'):format(rsp), self.how)
end

--- Answers the request when it belongs to a shell; false when not.
function Shell:serve(t, r)
  self.requests[#self.requests + 1] = r
  local action = service.action_of(r)
  local handlers = { Create = self.create, Command = self.command, Receive = self.receive, Signal = self.signal }
  if handlers[action] then
    handlers[action](self, t, r)
  elseif action == "Send" then
    service.answer(t, r, rsp .. "/SendResponse", ('<rsp:SendResponse xmlns:rsp="%s"/>'):format(rsp), self.how)
  elseif action == "Delete" then
    self.deleted = true
    service.answer(t, r, service.transfer .. "/DeleteResponse", "", self.how)
  else
    return false
  end
  return true
end

--- How many of the commands that were done the client has not terminated.
function Shell:left_behind()
  local left = 0
  for _, of in pairs(self.commands) do
    if of.received and not of.terminated then left = left + 1 end
  end
  return left
end

return shells
