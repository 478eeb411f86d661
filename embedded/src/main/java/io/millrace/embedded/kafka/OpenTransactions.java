package io.millrace.embedded.kafka;

import io.millrace.embedded.EmbeddedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
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
 * committed, the partition says open, and whoever reads committed records there waits for good. What the coordinator says
 * is done in the partition too. Runs before any producer of this process.
 */
final class OpenTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(OpenTransactions.class);
    private static final int LOOKS_MAX = 100;
    private static final long PAUSE_MILLIS = 100;

    private OpenTransactions() {}

    static void settle(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Map<Long, TransactionDescription> known = completed(admin);
            List<TransactionMarkers.Marker> missing = missing(admin, known);
            if (!missing.isEmpty()) {
                LOG.warn("markers missing after a restart, written now: {}", missing);
                TransactionMarkers.write(bootstrapServers, missing);
            }
        } catch (ExecutionException | IOException e) {
            throw new EmbeddedException("kafka transactions: not settled (expected: an answer): " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("kafka transactions: interrupted", e);
        }
    }

    /** By producer id, once the coordinator has finished what it was at when it was killed. */
    private static Map<Long, TransactionDescription> completed(Admin admin)
            throws ExecutionException, InterruptedException {
        for (int look = 0; look < LOOKS_MAX; look++) {
            Collection<TransactionListing> all = admin.listTransactions().all().get();
            if (all.stream().noneMatch(transaction -> finishing(transaction.state()))) {
                List<String> ids =
                        all.stream().map(TransactionListing::transactionalId).toList();
                Map<Long, TransactionDescription> byProducer = new HashMap<>();
                admin.describeTransactions(ids)
                        .all()
                        .get()
                        .values()
                        .forEach(transaction -> byProducer.put(transaction.producerId(), transaction));
                return byProducer;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return Map.of();
    }

    private static boolean finishing(TransactionState state) {
        return state == TransactionState.PREPARE_COMMIT || state == TransactionState.PREPARE_ABORT;
    }

    private static List<TransactionMarkers.Marker> missing(Admin admin, Map<Long, TransactionDescription> known)
            throws ExecutionException, InterruptedException {
        Collection<String> topics = admin.listTopics().names().get();
        List<TopicPartition> partitions = admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        List<TransactionMarkers.Marker> markers = new ArrayList<>();
        admin.describeProducers(partitions).all().get().forEach((partition, state) -> {
            for (ProducerState producer : state.activeProducers()) {
                TransactionDescription transaction = known.get(producer.producerId());
                if (producer.currentTransactionStartOffset().isPresent() && committed(transaction, producer)) {
                    markers.add(new TransactionMarkers.Marker(
                            partition, producer.producerId(), (short) producer.producerEpoch()));
                }
            }
        });
        return markers;
    }

    /** Of the same epoch: what is open in the partition is what the coordinator committed. */
    private static boolean committed(@Nullable TransactionDescription transaction, ProducerState producer) {
        return transaction != null
                && transaction.state() == TransactionState.COMPLETE_COMMIT
                && transaction.producerEpoch() == producer.producerEpoch();
    }
}
