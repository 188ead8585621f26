"""What an owner may say about services, and about who and what they take. Prices are in minor units of the workspace's currency."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from careops.booking.models import Assignment, LocationKind, Offered, WaitlistMode
from careops.booking.schemas.inputs import DAY_MINUTES, In, Minutes, Name, Slug, Zone
from careops.business.schemas.closures import Day
from careops.core.typed import Line, Lines

Amount = Annotated[int, Field(ge=0, le=10**12, description="Minor units of the workspace's currency")]
Length = Annotated[int, Field(ge=5, le=DAY_MINUTES, description="Minutes")]
Place = Annotated[int, Field(ge=0, le=10_000, description="Where it stands in the owner's order")]
Hours = Annotated[int, Field(ge=0, le=24 * 365, description="Hours")]
Notice = Annotated[int, Field(ge=0, le=60 * 24 * 365, description="Minutes")]
Limit = Annotated[int, Field(ge=1, le=1000)]
Weight = Annotated[int, Field(ge=1, le=100)]
Ids = Annotated[list[UUID], Field(max_length=500)]


class Edit(In):
    """A change: what is left out stays as it is; of the fields in CLEARED null means none."""

    CLEARED: ClassVar[frozenset[str]] = frozenset()


# ── the parts of a service ───────────────────────────────


class VariantIn(In):
    """One of the lengths a service is sold in. With the `id` of one it has, or once had, it is that one; without it is new."""

    id: UUID | None = None
    name: Name
    duration: Length
    price: Amount = 0
    gap_after: Minutes = Field(default=0, description="Minutes after which its processing gap begins")
    gap_minutes: Minutes = 0


class AddOnIn(In):
    """Something extra; its minutes lengthen the service. With the `id` of one it has, or once had, it is that one."""

    id: UUID | None = None
    name: Name
    description: Lines = Field(default="", max_length=500)
    minutes: Minutes = 0
    price: Amount = 0


class TermsIn(In):
    """What one provider asks for the service, or for one variant of it; what is empty is as the service says.

    `variant_at` is for variants that have no id yet: which one of those given in the same request, counted from 0.
    """

    provider_id: UUID
    variant_id: UUID | None = None
    variant_at: int | None = Field(default=None, ge=0, lt=50)
    duration: Length | None = None
    price: Amount | None = None


Variants = Annotated[list[VariantIn], Field(max_length=50)]
AddOns = Annotated[list[AddOnIn], Field(max_length=50)]
Terms = Annotated[list[TermsIn], Field(max_length=2000)]
Need = Annotated[list[UUID], Field(min_length=1, max_length=100)]
Needs = Annotated[list[Need], Field(max_length=20, description="It takes one resource of each list")]
Weights = Annotated[
    dict[UUID, Weight], Field(max_length=500, description="How often it is whose turn, by provider; who is left out weighs 1")
]

# ── a service ────────────────────────────────────────────


class BookingTypeIn(In):
    """A service. A processing gap of `gap_minutes` begins `gap_after` minutes into it: the provider is free then, the room is not."""

    name: Name
    slug: Slug | None = None
    description: Lines = Field(default="", max_length=2000)
    duration: Length
    gap_after: Minutes = 0
    gap_minutes: Minutes = 0
    buffer_before: Minutes = 0
    buffer_after: Minutes = 0
    slot_interval: int = Field(default=15, ge=5, le=DAY_MINUTES, description="Minutes from one offered start to the next")
    slot_offset: int = Field(default=0, ge=0, lt=DAY_MINUTES, description="Minutes into the hours at which the first start lies")
    tidy: bool = Field(default=False, description="Offers no start that would leave a hole too short to sell")
    min_notice: Notice = 60
    window_days: int = Field(default=60, ge=1, le=730)
    window_from: Day | None = Field(default=None, description="The first day it can be booked for; none: from today")
    window_to: Day | None = Field(default=None, description="The last day; none: as far as `window_days` reach")
    price: Amount = 0
    deposit: Amount = 0
    location_kind: LocationKind = LocationKind.place
    location: Line = Field(default="", max_length=500)
    assignment: Assignment = Assignment.balanced
    customer_chooses: bool = True
    capacity: int = Field(default=1, ge=1, le=999, description="Seats; more than one makes it a group")
    offered: Offered = Offered.hours
    customer_max_per_day: Limit | None = None
    customer_max_per_week: Limit | None = None
    recurring_max: int = Field(default=0, ge=0, le=104, description="Visits a customer may book in one series; 0: none")
    waitlist: WaitlistMode = WaitlistMode.off
    offer_minutes: int = Field(default=60, ge=5, le=60 * 24 * 14, description="How long a freed time is kept for the next in line")
    auto_confirm: bool = True
    cancel_hours: Hours = 24
    reschedule_hours: Hours = 24
    policy: Lines = Field(default="", max_length=2000)
    active: bool = True
    position: Place = 0
    provider_ids: Ids | None = Field(default=None, description="The people who do it")
    variants: Variants | None = None
    add_ons: AddOns | None = None
    needs: Needs | None = None
    terms: Terms | None = None
    weights: Weights | None = None


class BookingTypeEdit(Edit):
    """Any part of a service; what is left out stays as it is, and of limits and window days null means none.

    A list takes the place of the whole list. A variant or add-on that is left out of its list is withdrawn: nobody is offered it any
    more, bookings of it stay. Bookings already made keep what they were promised.
    """

    CLEARED: ClassVar[frozenset[str]] = frozenset({"window_from", "window_to", "customer_max_per_day", "customer_max_per_week"})

    name: Name | None = None
    slug: Slug | None = None
    description: Lines | None = Field(default=None, max_length=2000)
    duration: Length | None = None
    gap_after: Minutes | None = None
    gap_minutes: Minutes | None = None
    buffer_before: Minutes | None = None
    buffer_after: Minutes | None = None
    slot_interval: int | None = Field(default=None, ge=5, le=DAY_MINUTES)
    slot_offset: int | None = Field(default=None, ge=0, lt=DAY_MINUTES)
    tidy: bool | None = None
    min_notice: Notice | None = None
    window_days: int | None = Field(default=None, ge=1, le=730)
    window_from: Day | None = None
    window_to: Day | None = None
    price: Amount | None = None
    deposit: Amount | None = None
    location_kind: LocationKind | None = None
    location: Line | None = Field(default=None, max_length=500)
    assignment: Assignment | None = None
    customer_chooses: bool | None = None
    capacity: int | None = Field(default=None, ge=1, le=999)
    offered: Offered | None = None
    customer_max_per_day: Limit | None = None
    customer_max_per_week: Limit | None = None
    recurring_max: int | None = Field(default=None, ge=0, le=104)
    waitlist: WaitlistMode | None = None
    offer_minutes: int | None = Field(default=None, ge=5, le=60 * 24 * 14)
    auto_confirm: bool | None = None
    cancel_hours: Hours | None = None
    reschedule_hours: Hours | None = None
    policy: Lines | None = Field(default=None, max_length=2000)
    active: bool | None = None
    position: Place | None = None
    provider_ids: Ids | None = None
    variants: Variants | None = None
    add_ons: AddOns | None = None
    needs: Needs | None = None
    terms: Terms | None = None
    weights: Weights | None = None


class VariantsIn(In):
    """All variants of a service, in order."""

    variants: Variants


class AddOnsIn(In):
    """All that can be added to a service, in order."""

    add_ons: AddOns


class NeedsIn(In):
    """All a service takes beside people: one of each list."""

    needs: Needs


class TermsListIn(In):
    """All that providers ask otherwise than the service says."""

    terms: Terms


class OrderIn(In):
    """Every id in the order wanted; those left out follow as they stand."""

    ids: list[UUID] = Field(max_length=500)


# ── who and what ─────────────────────────────────────────


class ProviderIn(In):
    """Somebody who is booked; without a zone they keep the business's."""

    name: Name
    member_id: UUID | None = None
    timezone: Zone | None = None
    max_per_day: Limit | None = None
    max_per_week: Limit | None = None
    active: bool = True
    position: Place = 0
    booking_type_ids: Ids | None = None


class ProviderEdit(Edit):
    """Any part of a provider; what is left out stays as it is, null lets go of the account or the limit."""

    CLEARED: ClassVar[frozenset[str]] = frozenset({"member_id", "max_per_day", "max_per_week"})

    name: Name | None = None
    member_id: UUID | None = None
    timezone: Zone | None = None
    max_per_day: Limit | None = None
    max_per_week: Limit | None = None
    active: bool | None = None
    position: Place | None = None
    booking_type_ids: Ids | None = None


class ResourceIn(In):
    """A room, a chair, a laser: as many equal ones as its capacity says. One that is always open keeps no hours of its own."""

    name: Name
    capacity: int = Field(default=1, ge=1, le=999)
    always_open: bool = True
    timezone: Zone | None = None
    active: bool = True
    position: Place = 0


class ResourceEdit(Edit):
    """Any part of a resource; what is left out stays as it is."""

    name: Name | None = None
    capacity: int | None = Field(default=None, ge=1, le=999)
    always_open: bool | None = None
    timezone: Zone | None = None
    active: bool | None = None
    position: Place | None = None
