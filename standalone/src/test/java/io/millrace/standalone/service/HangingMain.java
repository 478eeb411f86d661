package io.millrace.standalone.service;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.service.Running;
import io.millrace.schemas.service.Service;
import io.millrace.schemas.service.ServiceSettings;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A service whose work never ends, or, where it is told so, that is dead from the start. */
final class HangingMain {
    private HangingMain() {}

    public static void main(String[] arguments) {
        Service.named("hanging", HangingMain::dead).run(arguments, HangingMain::start);
    }

    private static Boolean dead(ConfigReader reader) {
        boolean dead = reader.flag("dead", false);
        reader.finish();
        return dead;
    }

    private static Running start(boolean dead, ServiceSettings service) {
        return new Running() {
            @Override
            public boolean isLive() {
                return !dead;
            }

            @Override
            public List<Step> drain() {
                return dead ? List.of() : List.of(new Step("work", HangingMain::hang), new Step("last", () -> {}));
            }
        };
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
