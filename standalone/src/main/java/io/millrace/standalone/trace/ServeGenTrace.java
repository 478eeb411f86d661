package io.millrace.standalone.trace;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** The calls of all clients in order of time (of client number where times are equal). Not thread-safe. */
final class ServeGenTrace implements Iterator<TraceCall> {
    private final PriorityQueue<ServeGenClient> clients = new PriorityQueue<>(
            Comparator.comparingLong(ServeGenClient::nextMicros).thenComparingInt(ServeGenClient::number));
    private final long firstMicros;

    ServeGenTrace(Map<Integer, List<ServeGenWindow>> windows, long seed) {
        windows.forEach((number, list) -> {
            ServeGenClient client = new ServeGenClient(number, list, seed);
            if (client.hasNext()) {
                clients.add(client);
            }
        });
        firstMicros = clients.isEmpty() ? 0 : clients.element().nextMicros();
    }

    @Override
    public boolean hasNext() {
        return !clients.isEmpty();
    }

    @Override
    public TraceCall next() {
        ServeGenClient client = clients.poll();
        if (client == null) {
            throw new NoSuchElementException();
        }
        TraceCall call = client.next(firstMicros);
        if (client.hasNext()) {
            clients.add(client);
        }
        return call;
    }
}
