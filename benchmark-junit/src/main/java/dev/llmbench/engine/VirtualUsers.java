package dev.llmbench.engine;

import dev.llmbench.plan.Durations;
import dev.llmbench.plan.Load;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The closed model: each user sends its next request after the previous one has been answered. Its
 * {@link dev.llmbench.plan.Pace} determines the pause between sequences of requests, and between the turns of a conversation,
 * which a user finishes before it begins another. As in k6, a removed user may finish its request within the graceful stop
 * before it is cut off; a user that is added again while it still finishes continues; and users that were added last are
 * removed first. Unlike in k6, a user that cannot connect, or whose request fails at once, pauses before its next attempt, and
 * can wait as long as an overloaded server requests.
 */
final class VirtualUsers implements Driver {
    private final Load load;
    private final TimerQueue timers;
    private final Dispatcher dispatcher;
    private final long end;
    private final SplittableRandom seeds;
    private final int mostUsers;
    private final List<User> users = new ArrayList<>();
    private int wanted;

    /** Creates users that are added and removed by {@link #want}. */
    VirtualUsers(Load load, TimerQueue timers, Dispatcher dispatcher, int mostUsers) {
        this.load = load;
        this.timers = timers;
        this.dispatcher = dispatcher;
        this.mostUsers = mostUsers;
        this.end = micros(load.end());
        this.seeds = new SplittableRandom(load.seed());
    }

    /** Creates users that are added and removed by the stages of the load. */
    static VirtualUsers byStages(Load load, TimerQueue timers, Dispatcher dispatcher) {
        // Only the last of several steps at the same time counts: a user that exists for no time sends nothing.
        NavigableMap<Long, Integer> levels = new TreeMap<>();
        RampSchedule.of(load).forEach(step -> levels.put(micros(step.at()), step.users()));
        VirtualUsers users = new VirtualUsers(load, timers, dispatcher, Collections.max(levels.values()));
        levels.forEach((at, level) -> timers.add(at, () -> users.want(level, at)));
        return users;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    @Override
    public double level() {
        return wanted;
    }

    @Override
    public void dismiss() {
        users.forEach(user -> user.wanted = false);
        wanted = 0;
    }

    @Override
    public boolean isExhausted() {
        boolean spent = dispatcher.isSpent()
                || (users.size() == mostUsers && users.stream().allMatch(user -> !user.owned || user.isSpent()));
        return spent && users.stream().noneMatch(User::isUnderWay);
    }

    /** Adds or removes users until there are as many as wanted. */
    void want(int number, long now) {
        while (wanted < number) {
            if (users.size() == wanted) {
                users.add(new User(wanted + 1));
            }
            users.get(wanted++).start(now);
        }
        while (wanted > number) {
            users.get(--wanted).stop(now);
        }
    }

    private final class User {
        private final int number;
        private final boolean owned;
        // One for each user, so that its pauses do not depend on what the others do.
        private final SplittableRandom random = seeds.split();
        private final Backoff backoff = new Backoff(load.pace());
        private boolean wanted;
        private int life;
        private long sent;
        private long pause;
        private long began;
        private boolean isInSequence;
        private @Nullable InFlightRequest flight;

        User(int number) {
            this.number = number;
            this.owned = dispatcher.share().owns(number - 1);
        }

        void start(long now) {
            wanted = true;
            life++;
            if (owned && flight == null) {
                begin(now);
            }
        }

        void stop(long now) {
            wanted = false;
            InFlightRequest finishing = flight;
            if (finishing == null) {
                return;
            }
            int stoppedIn = life;
            timers.add(now + micros(load.gracefulStop()), () -> {
                if (!wanted && life == stoppedIn) {
                    finishing.cut(
                            Outcome.INTERRUPTED,
                            "cut off " + Durations.format(load.gracefulStop()) + " after its user was stopped");
                }
            });
        }

        boolean isSpent() {
            return sent + dispatcher.rounds().measured()
                    > load.limits().requestsPerUser().orElse(Long.MAX_VALUE);
        }

        /** Whether it has yet to finish a sequence. */
        boolean isUnderWay() {
            return wanted && isInSequence;
        }

        private void begin(long scheduled) {
            isInSequence = false;
            if (!isSpent() && !dispatcher.isSpent()) {
                sent += dispatcher.rounds().measured();
                began = scheduled;
                send(dispatcher.begin(scheduled), scheduled);
            }
        }

        /** Sends a further request of a sequence, which counts separately. */
        private void take(Step step, long scheduled) {
            if (!isSpent() && !dispatcher.isSpent()) {
                sent++;
                began = scheduled;
                dispatcher.count(scheduled, 1);
                send(step, scheduled);
            }
        }

        private void send(Step step, long scheduled) {
            isInSequence = false;
            flight = dispatcher.send(number, scheduled, step, this::landed);
        }

        private void landed(RequestSample sample, Step.@Nullable Next next) {
            Optional<Duration> requested = flight == null ? Optional.empty() : flight.retryAfter();
            flight = null;
            pause = backoff.after(sample, requested);
            boolean atOnce = load.pace().isNone();
            if (next == null) {
                proceed(nextBeginning(sample), atOnce, this::begin);
            } else if (next.isBackToBack()) {
                isInSequence = true;
                proceed(sample.at().end() + pause, true, at -> send(next.step(), at));
            } else {
                proceed(nextBeginning(sample), atOnce, at -> take(next.step(), at));
            }
        }

        private long nextBeginning(RequestSample last) {
            return Math.max(
                    last.at().end()
                            + Math.max(pause, micros(load.pace().thinkTime().next(random))),
                    began + micros(load.pace().pacing()));
        }

        private void proceed(long at, boolean atOnce, LongConsumer action) {
            if (!wanted || at >= end) {
                isInSequence = false;
                return;
            }
            if (pause == 0 && atOnce) {
                action.accept(at);
                return;
            }
            int currentLife = life;
            timers.add(at, () -> {
                if (wanted && life == currentLife) {
                    action.accept(at);
                }
            });
        }
    }
}
