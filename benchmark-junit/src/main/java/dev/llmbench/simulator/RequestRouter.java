package dev.llmbench.simulator;

import java.util.Optional;

/** Parses requests and decides how each is answered. */
final class RequestRouter {

    private static final String CHAT = "/v1/chat/completions";
    private static final String COMPLETIONS = "/v1/completions";
    private static final String MODELS = "/v1/models";
    private static final String LOGIN_PAGE =
            "<!DOCTYPE html>\n<html><head><title>Log in</title></head><body>Please log in.</body></html>\n";

    private final SimulatorSettings settings;
    private final RequestLog log;
    private final Planner planner;
    private final Wire chat;
    private final Wire completions;
    private final String models;
    private long numbers;

    RequestRouter(SimulatorSettings settings, RequestLog log, long createdEpochSecond) {
        this.settings = settings;
        this.log = log;
        this.planner = new Planner(settings);
        this.chat = new Wire(true, settings.model(), createdEpochSecond);
        this.completions = new Wire(false, settings.model(), createdEpochSecond);
        this.models = "{\"object\":\"list\",\"data\":[{\"id\":" + HttpAnswer.quoted(settings.model())
                + ",\"object\":\"model\",\"created\":" + createdEpochSecond + ",\"owned_by\":\"simulator\"}]}";
    }

    Reply reply(ReceivedRequest request, long received) {
        boolean closes = request.closes();
        return switch (request.path()) {
            case CHAT -> completion(request, chat, received);
            case COMPLETIONS -> completion(request, completions, received);
            case MODELS ->
                atOnce(
                        request.method().equals("GET")
                                ? HttpAnswer.of(200, HttpAnswer.JSON, models, closes)
                                : HttpAnswer.methodNotAllowed("GET", MODELS, closes));
            default ->
                atOnce(HttpAnswer.error(
                        404,
                        "there is no " + request.path() + " here; use " + CHAT + ", " + COMPLETIONS + " or " + MODELS,
                        closes));
        };
    }

    private Reply completion(ReceivedRequest request, Wire wire, long received) {
        if (!request.method().equals("POST")) {
            return atOnce(HttpAnswer.methodNotAllowed("POST", request.path(), request.closes()));
        }
        log.received();
        long number = ++numbers;
        try {
            CompletionRequest wanted = CompletionRequestReader.read(request.body(), wire.isChat());
            AnswerPlan plan = planner.plan(wanted, RequestOverrides.of(request.query()));
            RequestTrace trace = trace(request, wire, number, wanted.stream(), wanted.promptTokens(), received);
            return planned(request, wire, number, wanted, plan, trace);
        } catch (HttpError e) {
            RequestTrace trace = trace(request, wire, number, false, 0, received);
            return error(e.status(), e.message(), trace, request.closes());
        }
    }

    private Reply planned(
            ReceivedRequest request,
            Wire wire,
            long number,
            CompletionRequest wanted,
            AnswerPlan plan,
            RequestTrace trace) {
        boolean closes = request.closes();
        if (plan.errorStatus().isPresent()) {
            return error(plan.errorStatus().getAsInt(), "a simulated error", trace, closes);
        }
        plan.fault().ifPresent(trace::fault);
        if (plan.fault().equals(Optional.of(Fault.RESET_BEFORE_HEAD))) {
            return new Reply.Reset(trace);
        }
        if (plan.fault().equals(Optional.of(Fault.WRONG_CONTENT_TYPE))) {
            trace.status(200);
            byte[] page = HttpAnswer.of(200, "text/html; charset=utf-8", LOGIN_PAGE, closes);
            return new Reply.AtOnce(page, Optional.of(trace));
        }
        return new Reply.Generate(
                wanted.stream()
                        ? new TimedStream(wire, plan, wanted, number, closes, settings.earlyHead(), trace)
                        : new TimedWholeAnswer(wire, plan, wanted, number, closes, trace));
    }

    /** Returns the answer to a request for which there is no capacity left. */
    static Reply full(RequestTrace trace, boolean closes) {
        return error(429, "the simulated server's queue is full", trace, closes);
    }

    private static Reply error(int status, String message, RequestTrace trace, boolean closes) {
        trace.status(status);
        return new Reply.AtOnce(HttpAnswer.error(status, message, closes), Optional.of(trace));
    }

    private static Reply atOnce(byte[] answer) {
        return new Reply.AtOnce(answer, Optional.empty());
    }

    private static RequestTrace trace(
            ReceivedRequest request, Wire wire, long number, boolean streamed, int promptTokens, long received) {
        String id = request.header("x-request-id").orElseGet(() -> wire.id(number));
        return new RequestTrace(id, request.path(), streamed, promptTokens, received);
    }

    /** The reaction to a request. */
    sealed interface Reply {

        /**
         * A complete, immediate answer.
         *
         * @param trace empty if the request is not for a completion
         */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record AtOnce(byte[] answer, Optional<RequestTrace> trace) implements Reply {}

        /** An immediate reset of the connection. */
        record Reset(RequestTrace trace) implements Reply {}

        /** An answer that takes its time and a place in the capacity. */
        record Generate(TimedAnswer answer) implements Reply {}
    }
}
