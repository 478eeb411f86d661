package io.millrace.billing.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An inbox in memory; pauses are remembered and never waited for. For one thread. */
final class MemoryInbox implements EventInbox {
    private final Map<String, ProviderEvent> events = new LinkedHashMap<>();
    private final Map<String, EventState> states = new LinkedHashMap<>();
    private final Map<String, Integer> attempts = new LinkedHashMap<>();
    private final List<Duration> pauses = new ArrayList<>();

    EventState state(String id) {
        return states.getOrDefault(id, EventState.PENDING);
    }

    int size() {
        return events.size();
    }

    List<Duration> pauses() {
        return pauses;
    }

    @Override
    public boolean store(ProviderEvent event, byte[] raw, Way way) {
        return events.putIfAbsent(event.id(), event) == null;
    }

    @Override
    public Optional<Claimed> claim(Duration lease) {
        return events.values().stream()
                .filter(event -> !states.containsKey(event.id()))
                .findFirst()
                .map(event -> new Claimed(event, attempts.merge(event.id(), 1, Integer::sum)));
    }

    @Override
    public void finish(Claimed claimed, EventState state, String error) {
        states.put(claimed.event().id(), state);
    }

    @Override
    public void giveBack(Claimed claimed, Duration pause, String error) {
        pauses.add(pause);
    }

    @Override
    public List<ProviderEvent> dead(int max) {
        return events.values().stream()
                .filter(event -> state(event.id()) == EventState.DEAD)
                .limit(max)
                .toList();
    }
}
