package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.Price;
import io.millrace.embedded.stripe.model.Product;
import java.util.Map;

/** What is sold: the endpoints below {@code /v1/products} and {@code /v1/prices}. */
public final class Catalog {
    private static final String INTERVAL = "recurring[interval]";
    private static final String PRODUCT_NAME = "product_data[name]";

    private Catalog() {}

    /** {@code POST /v1/products}. */
    public static Answer createProduct(Draft draft, Parameters parameters) {
        parameters.allow("name", "description", Parameters.METADATA, Parameters.EXPANSIONS);
        var product = new Product(
                draft.newId("prod"),
                draft.nowSeconds(),
                parameters.required("name"),
                parameters.text("description"),
                parameters.metadata());
        return Answer.shown(draft.put(product, "product.created"), parameters);
    }

    /** {@code GET /v1/products/{id}}. */
    public static Operation retrieveProduct(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(Product.class, id), parameters);
        };
    }

    /** {@code POST /v1/prices}: of a product that is there or comes with it. */
    public static Answer createPrice(Draft draft, Parameters parameters) {
        parameters.allow(
                "product",
                PRODUCT_NAME,
                "unit_amount",
                "currency",
                INTERVAL,
                "nickname",
                Parameters.METADATA,
                Parameters.EXPANSIONS);
        long cents = parameters.requiredInteger("unit_amount");
        String currency = Currencies.read(parameters, "currency");
        String interval = parameters.oneOf(INTERVAL, "day", "week", "month", "year");
        var price = new Price(
                draft.newId("price"),
                draft.nowSeconds(),
                product(draft, parameters).id(),
                cents,
                currency,
                interval,
                parameters.text("nickname"),
                parameters.metadata());
        return Answer.shown(draft.put(price, "price.created"), parameters);
    }

    private static Product product(Draft draft, Parameters parameters) {
        if (parameters.text("product") != null) {
            return draft.required(Product.class, parameters.required("product"), "product");
        }
        String name = parameters.required(PRODUCT_NAME);
        return draft.put(new Product(draft.newId("prod"), draft.nowSeconds(), name, null, Map.of()));
    }

    /** {@code GET /v1/prices/{id}}. */
    public static Operation retrievePrice(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(Price.class, id), parameters);
        };
    }

    /** {@code GET /v1/prices}. */
    public static Operation listPrices() {
        return Pages.of("/v1/prices", Price.class, new Pages.By<>("product", Price::product));
    }
}
