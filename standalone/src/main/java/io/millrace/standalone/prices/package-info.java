/** Reads price files: Millrace's own, LiteLLM's price map and pydantic's genai-prices. */
@NullMarked
package io.millrace.standalone.prices;

import org.jspecify.annotations.NullMarked;
