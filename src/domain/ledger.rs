//! Double entry. Every transaction's debits equal its credits; what stands is never changed, a
//! correction is a new transaction.
//!
//! ```text
//! charge of a night   debit Guest        credit RoomRevenue, MealRevenue, Vat
//! city tax            debit Guest        credit CityTax
//! payment             debit PaymentCard  credit Guest
//! prepayment          debit PaymentCard  credit Deposit      (owed to the guest until the stay)
//! its application     debit Deposit      credit Guest
//! ```
//!
//! `Guest` and `Deposit` lines belong to a folio; [`balance`] is what its guest still owes.

use serde::{Deserialize, Serialize};

use super::tax::vat_inside;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $word:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$item])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As stored.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The one stored under this word.
            pub fn parse(word: &str) -> Option<Self> {
                Some(match word { $($word => Self::$variant,)* _ => return None })
            }
        }
    };
}

words! {
    /// Where value comes from and goes to.
    Account {
        /// What the guest owes.
        Guest = "guest";
        /// What the hotel owes the guest until the stay.
        Deposit = "deposit";
        /// Earned with rooms, net.
        RoomRevenue = "room_revenue";
        /// Earned with meals, net.
        MealRevenue = "meal_revenue";
        /// Earned with cancellations and no-shows, net.
        CancellationRevenue = "cancellation_revenue";
        /// Value added tax owed to the state.
        Vat = "vat";
        /// City tax owed to the city.
        CityTax = "city_tax";
        /// Received by card.
        PaymentCard = "payment_card";
        /// Received in cash.
        PaymentCash = "payment_cash";
        /// Received by bank transfer.
        PaymentBank = "payment_bank";
    }
}

words! {
    /// What a line is for.
    Kind {
        /// Something sold.
        Charge = "charge";
        /// Owed to somebody else.
        Tax = "tax";
        /// Money received.
        Payment = "payment";
        /// A charge taken back.
        Allowance = "allowance";
        /// Moved between accounts.
        Transfer = "transfer";
        /// Money received before the stay.
        Deposit = "deposit";
        /// Money given back.
        Refund = "refund";
    }
}

words! {
    /// How money changes hands.
    PaymentMethod {
        /// By card, through the gateway.
        Card = "card";
        /// In cash.
        Cash = "cash";
        /// By bank transfer.
        BankTransfer = "bank_transfer";
    }
}

/// One line of a transaction; exactly one of the two amounts is above zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Whose account.
    pub account: Account,
    /// Minor units, or 0.
    pub debit_minor: i64,
    /// Minor units, or 0.
    pub credit_minor: i64,
    /// As the guest reads it on the folio.
    pub description: String,
    /// What it is for.
    pub kind: Kind,
}

impl Account {
    /// Whether its lines belong to a guest's folio.
    pub fn is_on_folio(self) -> bool {
        matches!(self, Self::Guest | Self::Deposit)
    }
}

impl PaymentMethod {
    /// The account its money lies in.
    pub fn account(self) -> Account {
        match self {
            Self::Card => Account::PaymentCard,
            Self::Cash => Account::PaymentCash,
            Self::BankTransfer => Account::PaymentBank,
        }
    }
}

/// A charge: `gross_minor` to the guest, split into revenue (`Account::RoomRevenue` and its like)
/// and the tax of `vat_bp` basis points inside it. A negative amount takes a charge back. No
/// lines for nothing.
pub fn charge_lines(
    gross_minor: i64,
    vat_bp: i32,
    revenue: Account,
    description: &str,
) -> Vec<Line> {
    let kind = if gross_minor < 0 {
        Kind::Allowance
    } else {
        Kind::Charge
    };
    let vat = vat_inside(gross_minor, vat_bp);
    transaction([
        line(Account::Guest, gross_minor, description, kind),
        line(revenue, vat.saturating_sub(gross_minor), description, kind),
        line(Account::Vat, vat.saturating_neg(), description, Kind::Tax),
    ])
}

/// City tax of a stay or a night: to the guest, for the city.
pub fn city_tax_lines(amount_minor: i64, description: &str) -> Vec<Line> {
    transaction([
        line(Account::Guest, amount_minor, description, Kind::Tax),
        line(
            Account::CityTax,
            amount_minor.saturating_neg(),
            description,
            Kind::Tax,
        ),
    ])
}

/// A payment against what the guest owes; a negative amount is a refund.
pub fn payment_lines(amount_minor: i64, method: PaymentMethod, description: &str) -> Vec<Line> {
    let kind = if amount_minor < 0 {
        Kind::Refund
    } else {
        Kind::Payment
    };
    transaction([
        line(method.account(), amount_minor, description, kind),
        line(
            Account::Guest,
            amount_minor.saturating_neg(),
            description,
            kind,
        ),
    ])
}

/// A payment before the stay; a negative amount gives it back.
pub fn prepayment_lines(amount_minor: i64, method: PaymentMethod, description: &str) -> Vec<Line> {
    let kind = if amount_minor < 0 {
        Kind::Refund
    } else {
        Kind::Deposit
    };
    transaction([
        line(method.account(), amount_minor, description, kind),
        line(
            Account::Deposit,
            amount_minor.saturating_neg(),
            description,
            kind,
        ),
    ])
}

/// A deposit pays for what the guest owes now. The balance of the folio stays as it is.
pub fn apply_deposit_lines(amount_minor: i64, description: &str) -> Vec<Line> {
    transaction([
        line(Account::Deposit, amount_minor, description, Kind::Transfer),
        line(
            Account::Guest,
            amount_minor.saturating_neg(),
            description,
            Kind::Transfer,
        ),
    ])
}

/// The transaction that undoes these lines: the same accounts with the sides changed.
pub fn reversal_lines(lines: &[Line]) -> Vec<Line> {
    let swap = |line: &Line| Line {
        debit_minor: line.credit_minor,
        credit_minor: line.debit_minor,
        ..line.clone()
    };
    lines.iter().map(swap).collect()
}

/// Whether the debits equal the credits.
pub fn balanced(lines: &[Line]) -> bool {
    let signed = |line: &Line| i128::from(line.debit_minor) - i128::from(line.credit_minor);
    lines.iter().map(signed).sum::<i128>() == 0
}

/// What the guest owes, in minor units: the folio's debits less its credits. Negative: the hotel
/// owes the guest. Lines of other accounts are left out, so whole transactions may be given.
pub fn balance<'a>(lines: impl IntoIterator<Item = &'a Line>) -> i64 {
    lines
        .into_iter()
        .filter(|line| line.account.is_on_folio())
        .fold(0, |sum, line| {
            sum.saturating_add(line.debit_minor)
                .saturating_sub(line.credit_minor)
        })
}

/// A line of `signed_minor`: above zero a debit, below zero a credit, nothing for nothing.
fn line(account: Account, signed_minor: i64, description: &str, kind: Kind) -> Option<Line> {
    (signed_minor != 0).then(|| Line {
        account,
        debit_minor: signed_minor.max(0),
        credit_minor: signed_minor.saturating_neg().max(0),
        description: description.to_owned(),
        kind,
    })
}

fn transaction<const N: usize>(lines: [Option<Line>; N]) -> Vec<Line> {
    lines.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests;
