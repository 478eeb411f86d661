package io.millrace.embedded.kafka;

import io.millrace.embedded.EmbeddedException;
import io.millrace.embedded.tls.PemContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes transactions that a restart left half finished. When the broker is killed while it commits, Kafka 4.3.1 now
 * and then completes the transaction at its next start without a marker in every partition: the coordinator says
 * committed, the partition says open, and whoever reads committed records there waits for good; a group whose offsets are
 * among them cannot start to read. What the coordinator says is done in the partition too, be it a commit or an abort. Runs
 * before any producer of this process.
 */
final class OpenTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(OpenTransactions.class);
    private static final int LOOKS_MAX = 100;
    private static final long PAUSE_MILLIS = 100;

    private OpenTransactions() {}

    static void settle(String address, @Nullable BrokerSecurity security) {
        Map<String, Object> client =
                security == null ? Map.of("bootstrap.servers", address) : security.ownClient(address);
        try (Admin admin = Admin.create(client)) {
            List<TransactionMarkers.Marker> missing = missing(admin);
            if (!missing.isEmpty()) {
                LOG.warn("markers missing after a restart, written now: {}", missing);
                SocketFactory sockets = security == null
                        ? SocketFactory.getDefault()
                        : PemContext.of(security.identity(), security.authority())
                                .getSocketFactory();
                TransactionMarkers.write(sockets, address, missing);
            }
        } catch (ExecutionException | IOException e) {
            throw new EmbeddedException("kafka transactions: not settled (expected: an answer): " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("kafka transactions: interrupted", e);
        }
    }

    /** Looks until the coordinator has finished what it was at when it was killed, and knows all that is open. */
    private static List<TransactionMarkers.Marker> missing(Admin admin)
            throws ExecutionException, InterruptedException {
        for (int look = 0; look < LOOKS_MAX; look++) {
            // In this order: what is still open after its transaction was seen completed has no marker to come.
            Map<Long, TransactionDescription> known = known(admin);
            Map<TopicPartition, List<ProducerState>> open = open(admin);
            if (open.isEmpty()) {
                return List.of();
            }
            if (known.values().stream().noneMatch(OpenTransactions::finishing) && allKnown(open, known)) {
                return markers(open, known);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        LOG.warn("transactions still open in a partition that their coordinator does not know");
        return List.of();
    }

    /** What the coordinator has loaded so far, by producer id: soon after a start that is less than there is. */
    private static Map<Long, TransactionDescription> known(Admin admin)
            throws ExecutionException, InterruptedException {
        List<String> ids = admin.listTransactions().all().get().stream()
                .map(TransactionListing::transactionalId)
                .toList();
        Map<Long, TransactionDescription> byProducer = new HashMap<>();
        admin.describeTransactions(ids)
                .all()
                .get()
                .values()
                .forEach(transaction -> byProducer.put(transaction.producerId(), transaction));
        return byProducer;
    }

    private static boolean finishing(TransactionDescription transaction) {
        return transaction.state() == TransactionState.PREPARE_COMMIT
                || transaction.state() == TransactionState.PREPARE_ABORT;
    }

    private static boolean allKnown(
            Map<TopicPartition, List<ProducerState>> open, Map<Long, TransactionDescription> known) {
        return open.values().stream()
                .flatMap(List::stream)
                .allMatch(producer -> known.containsKey(producer.producerId()));
    }

    /** Producers with a transaction that is open in a partition. */
    private static Map<TopicPartition, List<ProducerState>> open(Admin admin)
            throws ExecutionException, InterruptedException {
        // Of the brokers' own topics too: a group whose offsets stay open there cannot start to read.
        Collection<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
        List<TopicPartition> partitions = admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        Map<TopicPartition, List<ProducerState>> open = new HashMap<>();
        admin.describeProducers(partitions).all().get().forEach((partition, state) -> {
            List<ProducerState> producers = state.activeProducers().stream()
                    .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                    .toList();
            if (!producers.isEmpty()) {
                open.put(partition, producers);
            }
        });
        return open;
    }

    private static List<TransactionMarkers.Marker> markers(
            Map<TopicPartition, List<ProducerState>> open, Map<Long, TransactionDescription> known) {
        List<TransactionMarkers.Marker> markers = new ArrayList<>();
        open.forEach((partition, producers) -> producers.forEach(producer -> {
            TransactionDescription transaction = known.get(producer.producerId());
            if (transaction != null && complete(transaction, producer)) {
                markers.add(new TransactionMarkers.Marker(
                        partition,
                        producer.producerId(),
                        (short) producer.producerEpoch(),
                        transaction.state() == TransactionState.COMPLETE_COMMIT));
            }
        }));
        return markers;
    }

    /** Of the same epoch: what is open in the partition is what the coordinator completed. */
    private static boolean complete(TransactionDescription transaction, ProducerState producer) {
        return transaction.producerEpoch() == producer.producerEpoch()
                && (transaction.state() == TransactionState.COMPLETE_COMMIT
                        || transaction.state() == TransactionState.COMPLETE_ABORT);
    }
}
