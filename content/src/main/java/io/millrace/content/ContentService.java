package io.millrace.content;

import io.millrace.content.feed.ContentReader;
import io.millrace.content.forward.Forwarder;
import io.millrace.content.seal.ContentKeys;
import io.millrace.content.store.ContentStore;
import io.millrace.schemas.service.Health;
import io.millrace.schemas.service.MetricType;
import io.millrace.schemas.service.Monitor;
import io.millrace.schemas.service.PrometheusText;
import io.millrace.schemas.service.Running;
import io.millrace.schemas.service.ServiceSettings;
import io.millrace.schemas.time.Clock;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Content as a process of its own: stores bodies, drops old days each hour, and sends bodies on where it is told to. Thread-safe. */
final class ContentService implements Running, Health {
    private static final Logger LOG = LoggerFactory.getLogger(ContentService.class);
    private static final String PREFIX = "millrace_content_";

    private final ContentStore store;
    private final ContentReader storing;
    private final @Nullable Forwarder forwarder;
    private final @Nullable ContentReader forwarding;
    private final ScheduledExecutorService upkeep;
    private final Monitor monitor;

    private ContentService(ContentSettings settings, Clock clock, Monitor monitor) {
        this.monitor = monitor;
        // First what may be wrong with the settings.
        ContentKeys keys = ContentKeys.read(settings.keysFile());
        if (settings.migrate()) {
            settings.database().migrate();
        }
        store = new ContentStore(settings.database(), settings.keep(), clock);
        ContentSettings.Forward forward = settings.forward();
        forwarder = forward == null ? null : new Forwarder(forward.collector(), forward.address(), forward.key(), keys);
        storing = ContentReader.start("store", settings.kafka(), settings.registry(), store::add);
        forwarding = forwarder == null
                ? null
                : ContentReader.start("forward", settings.kafka(), settings.registry(), forwarder);
        upkeep = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "content-upkeep");
            thread.setDaemon(true);
            return thread;
        });
        upkeep.scheduleWithFixedDelay(this::dropOld, 0, 1, TimeUnit.HOURS);
    }

    /** Takes the port first, so that one that is taken stops the start. */
    static ContentService start(ContentSettings settings, ServiceSettings service, Clock clock) {
        Monitor monitor = Monitor.bind("content", service.http());
        try {
            ContentService started = new ContentService(settings, clock, monitor);
            monitor.open(started, List.of(started::write));
            return started;
        } catch (RuntimeException e) {
            monitor.close();
            throw e;
        }
    }

    private void dropOld() {
        try {
            int days = store.dropOld();
            if (days > 0) {
                LOG.info("dropped {} days of content", days);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warn("old days of content were not dropped; tried again in an hour", e);
        }
    }

    @Override
    public boolean isLive() {
        return storing.isAlive() && (forwarding == null || forwarding.isAlive());
    }

    @Override
    public String state() {
        return isLive() ? "RUNNING" : "ENDED";
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        parts.add(part("store", storing));
        if (forwarding != null) {
            parts.add(part("forward", forwarding));
        }
        return parts;
    }

    private static Part part(String name, ContentReader reader) {
        String failure = reader.failure();
        return failure == null ? Part.ready(name) : Part.waiting(name, failure);
    }

    private void write(PrometheusText page) {
        counter(page, "stored_total", "Bodies stored.", store.stored());
        counter(page, "expired_total", "Bodies that came older than kept.", store.expired());
        counter(page, "unreadable_total", "Records of the topic that are no content.", storing.unreadable());
        if (forwarder != null) {
            counter(page, "forwarded_total", "Calls that the collector took.", forwarder.forwarded());
            counter(page, "refused_total", "Calls that the collector refused.", forwarder.refused());
        }
    }

    private static void counter(PrometheusText page, String name, String help, long value) {
        page.metric(PREFIX + name, MetricType.COUNTER, help).sample(PREFIX + name, value);
    }

    @Override
    public List<Step> drain() {
        return List.of(
                new Step("readiness", monitor::retire),
                new Step("readers", this::closeReaders),
                new Step("http", monitor::close));
    }

    private void closeReaders() {
        upkeep.shutdownNow();
        if (forwarding != null) {
            forwarding.close();
        }
        storing.close();
    }
}
